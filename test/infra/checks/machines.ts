import validate from 'asl-validator';
import jsonata from 'jsonata';
import { expect } from 'vitest';
import { MACHINES } from '../../../lambdas/shared/names';
import { at, listOf, ofType, text, type Templates, type Value, word } from '../templates';
import type { Checks } from './check';

type Tree = Readonly<Record<string, Value>>;
const INTEGRATIONS = [
  'arn:aws:states:::lambda:invoke',
  'arn:aws:states:::athena:startQueryExecution.sync',
  'arn:aws:states:::glue:startJobRun.sync',
  'arn:aws:states:::states:startExecution.sync:2',
];

/** Text of a definition with each reference replaced by an ARN of its kind. */
function rendered(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  const joined = at(value, 'Fn::Join');
  if (joined !== undefined) return listOf(at(joined, 1)).map(rendered).join('');
  if (text(value).includes('AWS::Partition')) return 'aws';
  const referred = word(at(value, 'Fn::GetAtt', 0) ?? at(value, 'Ref'));
  return referred.startsWith('AWS::') || referred.includes('Bucket')
    ? 'us-east-1'
    : `arn:aws:lambda:us-east-1:123456789012:function:${referred}`;
}

function asTree(parsed: unknown): Tree {
  if (typeof parsed !== 'object' || parsed === null) throw new Error('no definition');
  return parsed as Tree;
}

function machinesOf(lake: Templates): ReadonlyMap<string, Tree> {
  return new Map(
    ofType(lake, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => [
      word(Properties.StateMachineName).replace(`sluice-${lake.env}-`, ''),
      asTree(JSON.parse(rendered(Properties.DefinitionString))),
    ]),
  );
}

/** Every group of states with its start: the machine's own and those of its maps. */
function groupsOf(tree: Value | undefined): readonly Tree[] {
  if (tree === null || typeof tree !== 'object') return [];
  const inner = Object.values(tree).flatMap((value) => groupsOf(value));
  return 'StartAt' in tree ? [tree, ...inner] : inner;
}

const statesOf = (machine: Tree): readonly (readonly [string, Value])[] =>
  groupsOf(machine).flatMap((group) => Object.entries((group.States ?? {}) as Tree));

function reachable(group: Tree): ReadonlySet<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const state = at(group.States, name);
    const targets = [
      at(state, 'Next'),
      at(state, 'Default'),
      ...listOf(at(state, 'Catch')).map((caught) => at(caught, 'Next')),
      ...listOf(at(state, 'Choices')).map((choice) => at(choice, 'Next')),
    ];
    targets.forEach((target) => typeof target === 'string' && visit(target));
  };
  visit(word(group.StartAt));
  return seen;
}

/** Every `{% … %}` of a definition. */
function expressionsOf(value: Value | undefined): readonly string[] {
  if (typeof value === 'string') return /^\{%(.*)%\}$/s.exec(value)?.slice(1) ?? [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value as Tree).flatMap((inner) => expressionsOf(inner));
}

const judged = new Map<string, string>();

/** What is wrong with a definition; remembered, as looking takes long and most templates share theirs. */
function errorsIn(definition: string): string {
  const known = judged.get(definition);
  if (known !== undefined) return known;
  const { isValid, errorsText } = validate(asTree(JSON.parse(definition)));
  const errors = isValid ? '' : errorsText('\n');
  judged.set(definition, errors);
  return errors;
}

export const machineChecks: Checks = {
  'are the two that the CLI knows by name'(lake) {
    expect([...machinesOf(lake).keys()].sort()).toEqual([...MACHINES].sort());
  },

  'each is valid states language'(lake) {
    for (const [name, machine] of machinesOf(lake)) {
      const errors = errorsIn(JSON.stringify(machine));

      expect(errors, name).toBe('');
    }
  },

  'each has no state that nothing leads to, and no step into nothing'(lake) {
    for (const machine of machinesOf(lake).values()) {
      const groups = groupsOf(machine);

      expect(groups.length).toBeGreaterThan(0);
      for (const group of groups) {
        expect([...reachable(group)].sort()).toEqual(
          Object.keys((group.States ?? {}) as Tree).sort(),
        );
      }
    }
  },

  'each calls known integrations of AWS, each with a retry or a catch'(lake) {
    for (const machine of machinesOf(lake).values()) {
      const tasks = statesOf(machine).filter(([, state]) => at(state, 'Type') === 'Task');

      expect(tasks.length).toBeGreaterThanOrEqual(2);
      for (const [state, task] of tasks) {
        expect(INTEGRATIONS, state).toContain(at(task, 'Resource'));
        const handled = [...listOf(at(task, 'Retry')), ...listOf(at(task, 'Catch'))];
        expect(handled.length, state).toBeGreaterThan(0);
      }
    }
  },

  'each speaks JSONata that parses, without functions only AWS has'(lake) {
    for (const machine of machinesOf(lake).values()) {
      const expressions = expressionsOf(machine);

      expect(expressions.length).toBeGreaterThan(0);
      for (const expression of expressions) {
        expect(() => jsonata(expression), expression).not.toThrow();
        expect(expression).not.toMatch(/\$(parse|uuid|hash|range|partition)\(/);
      }
    }
  },

  'are traced, and log every step without its payload under a key of ours'(lake) {
    const resources = ofType(lake, 'AWS::StepFunctions::StateMachine');

    expect(resources.length).toBe(2);
    for (const { id, Properties } of resources) {
      expect(Properties.TracingConfiguration, id).toEqual({ Enabled: true });
      expect(at(Properties.LoggingConfiguration, 'Level'), id).toBe('ALL');
      expect(at(Properties.LoggingConfiguration, 'IncludeExecutionData'), id).toBe(false);
      expect(Properties.StateMachineType, id).toBe('STANDARD');
    }
  },

  'are the same whatever the models are: no table stands in them'(lake) {
    expect(text([...machinesOf(lake).values()])).not.toMatch(
      /transactions|daily_sales|gold\.|silver\./,
    );
    expect(lake.config.pipeline.parallelBuilds).toBeGreaterThan(0);
  },
};
