import { at, listOf, text, type Value } from '../../infra/templates';
import { withProperty, type Mutant, type Operator } from '../mutant';

const classOf = (tag: Value): Value =>
  at(tag, 'Key') === 'DataClassification' ? { Key: 'DataClassification', Value: 'Public' } : tag;

/** Tags gone, and data that calls itself public. */
export const tags: Operator = (resource) => {
  const { Tags } = resource.Properties;
  if (!resource.taggable || !Array.isArray(Tags)) return [];
  const mutant = (change: string, value: Value | undefined): Mutant => ({
    kind: 'tags',
    resource,
    change: `Tags ${change}`,
    mutated: withProperty(resource, ['Tags'], value),
  });
  const open = listOf(Tags).map(classOf);
  return [
    mutant('dropped', undefined),
    mutant(
      'without an owner',
      listOf(Tags).filter((tag) => at(tag, 'Key') !== 'Owner'),
    ),
    ...(text(open) === text(Tags) ? [] : [mutant('say Public', open)]),
  ];
};

/** Variables of a function that are gone or lead elsewhere. */
export const variables: Operator = (resource) => {
  if (resource.Type !== 'AWS::Lambda::Function') return [];
  const names = Object.keys(at(resource.Properties.Environment, 'Variables') ?? {});
  return names.flatMap((name) =>
    ([undefined, 'elsewhere'] as const).map((value): Mutant => ({
      kind: 'compute',
      resource,
      change: `${name} ${value === undefined ? 'dropped' : `= ${value}`}`,
      mutated: withProperty(resource, ['Environment', 'Variables', name], value),
    })),
  );
};

/** A function that anybody may call: permissions are no policies. */
export const callers: Operator = (resource) => {
  if (resource.Type !== 'AWS::Lambda::Permission') return [];
  const changes: readonly (readonly [string, Value | undefined])[] = [
    ['SourceArn', undefined],
    ['SourceAccount', undefined],
    ['Principal', '*'],
    ['Action', 'lambda:*'],
  ];
  return changes
    .filter(([property]) => resource.Properties[property] !== undefined)
    .map(([property, value]) => ({
      kind: 'trust',
      resource,
      change: `${property} ${value === undefined ? 'dropped' : `= ${value === '*' ? 'everybody' : 'all'}`}`,
      mutated: withProperty(resource, [property], value),
    }));
};
