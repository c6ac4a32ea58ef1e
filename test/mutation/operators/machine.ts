import { at, listOf, type Value } from '../../infra/templates';
import { pathsWhere, withProperty, type Mutant, type Operator, type Path } from '../mutant';

/** Stands for a reference while a definition is taken apart. */
const MARK = '\u0001';
/** As it stands in JSON text. */
const ESCAPED_MARK = '\\u0001';

/** Steps of a state machine that lead elsewhere, are not retried, not caught, or may take for ever. */
export const machine: Operator = (resource) => {
  if (resource.Type !== 'AWS::StepFunctions::StateMachine') return [];
  const { tree, references } = takenApart(resource.Properties.DefinitionString);
  const mutant = (path: Path, value: Value | undefined, change: string): Mutant => {
    const changed = withProperty({ ...resource, Properties: { tree } }, ['tree', ...path], value);
    return {
      kind: 'machine',
      resource,
      change: `${path.join('.')} ${change}`,
      mutated: withProperty(
        resource,
        ['DefinitionString'],
        together(changed.Properties.tree, references),
      ),
    };
  };
  const find = (keys: readonly string[]): readonly Path[] =>
    pathsWhere(tree, (key, value) => keys.includes(String(key)) && !isEmpty(value));
  return [
    ...find(['Retry', 'Catch', 'TimeoutSeconds', 'QueryLanguage']).map((path) =>
      mutant(path, undefined, 'dropped'),
    ),
    ...find(['Next', 'Default', 'StartAt']).map((path) => mutant(path, 'Nowhere', 'leads nowhere')),
    ...find(['MaxConcurrency']).map((path) => mutant(path, 1000, 'is 1000')),
    ...find(['MaxAttempts']).map((path) => mutant(path, 0, 'is 0')),
    ...pathsWhere(tree, (key, value) => key === 'Type' && value === 'Fail').map((path) =>
      mutant(path, 'Succeed', 'succeeds'),
    ),
    ...find(['Choices']).flatMap((path) =>
      listOf(at(tree, ...path)).map((_way, index) =>
        mutant([...path, index], undefined, 'dropped'),
      ),
    ),
    ...find(['Retry']).map((path) => mutant([...path, 0, 'ErrorEquals'], ['Never'], 'of nothing')),
    ...find(['ClientRequestToken']).map((path) => mutant(path, undefined, 'dropped')),
  ];
};

const isEmpty = (value: Value): boolean => Array.isArray(value) && value.length === 0;

function takenApart(definition: Value | undefined): {
  readonly tree: Value;
  readonly references: readonly Value[];
} {
  const parts = listOf(at(definition, 'Fn::Join', 1) ?? definition ?? '{}');
  const references = parts.filter((part) => typeof part !== 'string');
  const whole = parts
    .map((part) => (typeof part === 'string' ? part : `${MARK}${references.indexOf(part)}${MARK}`))
    .join('');
  const tree: unknown = JSON.parse(whole.replaceAll(MARK, ESCAPED_MARK));
  if (!isTree(tree)) throw new Error('a definition that is no object');
  return { tree, references };
}

const isTree = (value: unknown): value is Value => typeof value === 'object' && value !== null;

function together(tree: Value | undefined, references: readonly Value[]): Value {
  const pieces = JSON.stringify(tree ?? null).split(ESCAPED_MARK);
  // Every second piece is the number of a reference.
  const parts = pieces.map((piece, index) =>
    index % 2 === 0 ? piece : (references[Number(piece)] ?? null),
  );
  return { 'Fn::Join': ['', parts] };
}
