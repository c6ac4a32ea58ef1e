import { at, listOf, ofType, text, type Templates, type Value, word } from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';

type Tree = Readonly<Record<string, Value>>;
/** Athena ends a statement by itself after this. */
const DML_LIMIT_SECONDS = 1800;

/** Definition of a machine; references stand in it by the logical ids of what they refer to. */
function definitionOf(lake: Templates, name: string): Tree {
  const machine = ofType(lake, 'AWS::StepFunctions::StateMachine').find(
    ({ Properties }) => Properties.StateMachineName === `sluice-${lake.env}-${name}`,
  );
  const parsed: unknown = JSON.parse(word(plain(machine?.Properties.DefinitionString ?? '{}')));
  return typeof parsed === 'object' && parsed !== null ? (parsed as Tree) : {};
}

/** Every state of a definition by name, those within maps too. */
function statesOf(tree: Value | undefined): readonly (readonly [string, Value])[] {
  if (tree === null || tree === undefined || typeof tree !== 'object') return [];
  const own = Object.entries(at(tree, 'States') ?? {}) as (readonly [string, Value])[];
  return [...own, ...Object.values(tree).flatMap((inner) => statesOf(inner))].filter(
    ([, state], index, all) => all.findIndex(([, other]) => other === state) === index,
  );
}
const tasksOf = (tree: Tree): readonly (readonly [string, Value])[] =>
  statesOf(tree).filter(([, state]) => at(state, 'Type') === 'Task');

const seconds = (value: Value | undefined): number => Number(at(value, 'TimeoutSeconds') ?? NaN);
const less = (what: string, a: number, b: number): readonly string[] =>
  a < b ? [] : [`${what}: ${a} s is not less than ${b} s`];

/** How long calls and runs may take: what is inside ends, and says why, before what is outside gives up. */
export const patienceChecks: Checks = {
  'a run ends within its promise of two hours, and a build within the run': (lake) => {
    const [run, build] = [definitionOf(lake, 'medallion'), definitionOf(lake, 'build-table')];
    const child = tasksOf(run).find(([, state]) =>
      text(at(state, 'Resource')).includes(':startExecution'),
    );
    return [
      ...differs('medallion', seconds(run), lake.config.monitoring.runSlaMinutes * 60),
      ...differs('promise', lake.config.monitoring.runSlaMinutes, 120),
      ...less('build-table in Build', seconds(build), seconds(child?.[1])),
      // The report follows, and may take its time: it gives the lease back.
      ...less('Build in medallion', seconds(child?.[1]) + 900, seconds(run)),
      ...less('an hour in build-table', 3600, seconds(build)),
    ];
  },

  'a statement is stopped by us, before Athena stops it': (lake) => {
    const statements = tasksOf(definitionOf(lake, 'build-table')).filter(([, state]) =>
      text(at(state, 'Resource')).includes('athena:'),
    );
    return [
      ...differs('statements', statements.length, lake.config.pipeline.spark === 'glue' ? 3 : 2),
      ...statements.flatMap(([name, state]) => [
        ...less(name, seconds(state), DML_LIMIT_SECONDS),
        ...less(`half an hour less 5 minutes in ${name}`, 1500, seconds(state)),
      ]),
    ];
  },

  'a job of Spark ends by itself with the step that waits for it': (lake) => {
    const jobs = tasksOf(definitionOf(lake, 'build-table')).filter(([, state]) =>
      text(at(state, 'Resource')).includes('glue:'),
    );
    const limits = ofType(lake, 'AWS::Glue::Job').map(
      ({ Properties }) => Number(Properties.Timeout) * 60,
    );
    return [
      ...differs('jobs', jobs.length, lake.config.pipeline.spark === 'glue' ? 1 : 0),
      ...jobs.flatMap(([name, state]) =>
        limits.flatMap((limit) => differs(name, seconds(state), limit)),
      ),
    ];
  },

  'a function ends before the step that waits for it': (lake) => {
    const limits = new Map(
      ofType(lake, 'AWS::Lambda::Function').map(({ id, Properties }) => [
        id,
        Number(Properties.Timeout),
      ]),
    );
    const calls = ['medallion', 'build-table'].flatMap((name) =>
      tasksOf(definitionOf(lake, name)).filter(([, state]) =>
        text(at(state, 'Resource')).includes('lambda:invoke'),
      ),
    );
    return [
      // Three more load the warehouse, where there is one.
      ...differs('calls of functions', calls.length, lake.config.warehouse === 'off' ? 8 : 11),
      ...calls.flatMap(([name, state]) => {
        const called = /\$\{(\w+)\.Arn\}/.exec(word(at(state, 'Arguments', 'FunctionName')))?.[1];
        const limit = limits.get(called ?? '');
        return limit === undefined
          ? [`${name} calls an unknown function`]
          : less(`${called ?? ''} in ${name}`, limit, seconds(state) + 1);
      }),
    ];
  },

  'what is tried again is tried a few times, ever later, at random moments, within five minutes': (
    lake,
  ) => {
    const tasks = ['medallion', 'build-table'].flatMap((name) => tasksOf(definitionOf(lake, name)));
    return [
      ...less('states that are tried again', 9, tasks.length),
      ...tasks.flatMap(([name, state]) => {
        const retriers = listOf(at(state, 'Retry'));
        return [
          ...differs(`${name} retriers`, retriers.length, 1),
          ...retriers.flatMap((retrier) => {
            const attempts = Number(at(retrier, 'MaxAttempts'));
            const errors = listOf(at(retrier, 'ErrorEquals')).map(word);
            return [
              ...differs(
                `${name} delays`,
                { ...(retrier as Tree), MaxAttempts: 0, ErrorEquals: 0 },
                {
                  ErrorEquals: 0,
                  IntervalSeconds: 2,
                  MaxAttempts: 0,
                  BackoffRate: 2,
                  MaxDelaySeconds: 60,
                  JitterStrategy: 'FULL',
                },
              ),
              ...(attempts >= 6 && attempts <= 8 ? [] : [`${name} is tried ${attempts} times`]),
              // Whatever else goes wrong is for the classification to judge, not to be repeated blindly.
              ...(errors.some((error) => /^States\.(ALL|TaskFailed|Timeout)$/.test(error))
                ? [`${name} repeats whatever fails`]
                : []),
              ...(errors.length >= 3 ? [] : [`${name} repeats only ${errors.join(', ')}`]),
            ];
          }),
        ];
      }),
    ];
  },
};
