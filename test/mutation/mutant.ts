import type { Resource, Templates, Value } from '../infra/templates';

/** What a change would mean to the people who trust the lake; the first four may never survive. */
export const CLASSES = [
  'encryption',
  'iam-widening',
  'trust',
  'retention',
  'transport',
  'exposure',
  'delivery',
  'alarm',
  'machine',
  'table',
  'compute',
  'tags',
] as const;
export type MutantClass = (typeof CLASSES)[number];

/** One property of one resource, changed for the worse. */
export interface Mutant {
  readonly kind: MutantClass;
  readonly resource: Resource;
  /** e.g. `StreamEncryption dropped`. */
  readonly change: string;
  /** The resource as it would be; absent when it would be gone. */
  readonly mutated?: Resource;
}
/** Every way that a resource of some type can be changed for the worse. */
export type Operator = (resource: Resource) => readonly Mutant[];

export type Path = readonly (string | number)[];

/** Templates in which one resource is replaced or gone; everything else is shared. */
export function apply(lake: Templates, { resource, mutated }: Mutant): Templates {
  const change = (resources: readonly Resource[]): readonly Resource[] =>
    resources.flatMap((other) => (other !== resource ? [other] : mutated ? [mutated] : []));
  return {
    ...lake,
    all: change(lake.all),
    stacks: { ...lake.stacks, [resource.stack]: change(lake.stacks[resource.stack] ?? []) },
  };
}

/** The resource with another value at a path of its properties; undefined removes what is there. */
export function withProperty(resource: Resource, path: Path, value: Value | undefined): Resource {
  return {
    ...resource,
    Properties: changed(resource.Properties, path, value) as Resource['Properties'],
  };
}

function changed(tree: Value | undefined, path: Path, value: Value | undefined): Value | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(tree)) {
    const list = tree as readonly Value[];
    return list.flatMap((item, index) => {
      const next = index === key ? changed(item, rest, value) : item;
      return next === undefined ? [] : [next];
    });
  }
  const fields = (tree ?? {}) as Readonly<Record<string, Value>>;
  const next = changed(fields[key], rest, value);
  return Object.fromEntries(
    Object.entries({ ...fields, [key]: next }).filter(
      (entry): entry is [string, Value] => entry[1] !== undefined,
    ),
  );
}

/** Every path below a value for which the test holds, outermost first. */
export function pathsWhere(
  value: Value | undefined,
  holds: (key: string | number, value: Value) => boolean,
  path: Path = [],
): readonly Path[] {
  if (value === null || value === undefined || typeof value !== 'object') return [];
  const entries: readonly (readonly [string | number, Value])[] = Array.isArray(value)
    ? (value as readonly Value[]).map((item, index) => [index, item] as const)
    : Object.entries(value as Readonly<Record<string, Value>>);
  return entries.flatMap(([key, inner]) => {
    const here = [...path, key];
    return holds(key, inner) ? [here] : pathsWhere(inner, holds, here);
  });
}
