import type { MapState, ParallelState, TaskState } from './definition';
import { Fields } from './fields';
import type { KnownTask, Parsing } from './parse';
import type { FlowFields, GuardFields } from './parse-state';
import { optional } from './results';
import type { Template } from './template';

export function parseTask(
  fields: Fields,
  parsing: Parsing,
  flow: FlowFields,
  guards: GuardFields,
): TaskState {
  const resource = fields.requiredText('Resource');
  const taken = fields.template('Arguments');
  const known = parsing.tasks.get(resource);
  if (known === undefined) fields.problem(`unknown integration "${resource}"`);
  else checkArguments(fields, known, taken);
  return {
    type: 'Task',
    resource,
    ...flow,
    ...guards,
    ...optional('arguments', taken),
    ...optional('timeoutSeconds', fields.numberOrExpression('TimeoutSeconds', 1)),
  };
}

function checkArguments(fields: Fields, known: KnownTask, taken: Template | undefined): void {
  if (taken?.kind === 'expression') return;
  const names = taken?.kind === 'object' ? taken.members.map(([name]) => name) : [];
  const allowed = [...known.required, ...known.optional];
  for (const name of names) {
    if (!allowed.includes(name)) fields.problem(`Arguments: unknown field "${name}"`);
  }
  for (const name of known.required) {
    if (!names.includes(name)) fields.problem(`Arguments: ${name} is missing`);
  }
}

export function parseMap(
  fields: Fields,
  parsing: Parsing,
  flow: FlowFields,
  guards: GuardFields,
): MapState {
  const processor = fields.raw('ItemProcessor');
  return {
    type: 'Map',
    ...flow,
    ...guards,
    ...optional('items', fields.template('Items')),
    ...optional('itemSelector', fields.template('ItemSelector')),
    maxConcurrency: fields.numberOrExpression('MaxConcurrency', 0) ?? { kind: 'literal', value: 0 },
    processor: parsing.graph(inlineOnly(processor, fields, parsing), `${flow.name}.ItemProcessor`),
  };
}

/** The processor without its configuration, which may only say INLINE. */
function inlineOnly(processor: unknown, owner: Fields, parsing: Parsing): unknown {
  if (typeof processor !== 'object' || processor === null) return processor;
  const { ProcessorConfig: config, ...graph } = { ProcessorConfig: undefined, ...processor };
  if (config !== undefined) {
    const fields = new Fields(
      config,
      `${owner.where}.ItemProcessor.ProcessorConfig`,
      parsing.problems,
    );
    const mode = fields.text('Mode') ?? 'INLINE';
    if (mode !== 'INLINE') fields.problem(`Mode "${mode}" is not known: only INLINE runs here`);
    fields.done();
  }
  return graph;
}

export function parseParallel(
  fields: Fields,
  parsing: Parsing,
  flow: FlowFields,
  guards: GuardFields,
): ParallelState {
  const branches = fields.list('Branches');
  if (branches.length === 0) fields.problem('Branches is empty');
  return {
    type: 'Parallel',
    ...flow,
    ...guards,
    ...optional('arguments', fields.template('Arguments')),
    branches: branches.map((branch, index) =>
      parsing.graph(branch, `${flow.name}.Branches[${index}]`),
    ),
  };
}
