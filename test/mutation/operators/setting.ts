import { at, text, type Resource, type Value } from '../../infra/templates';
import { pathsWhere, withProperty, type Mutant, type MutantClass } from '../mutant';

export type Change = 'drop' | ((value: Value) => Value);
/** A property, and what may happen to it for the worse. */
export interface Setting {
  readonly kind: MutantClass;
  /** Wherever the property stands below a resource of the type; any type when absent. */
  readonly type?: string;
  readonly property: string;
  readonly changes: readonly Change[];
  readonly where?: (value: Value, resource: Resource) => boolean;
}

export const to =
  (value: Value): Change =>
  () =>
    value;
export const times =
  (factor: number): Change =>
  (value) =>
    Number(value) * factor;
export const flip: Change = (value) => value !== true && value !== 'true';
export const isNumber = (value: Value): boolean => Number.isFinite(Number(value)) && value !== '';

/** Dropping an empty list changes nothing. */
const isEmpty = (value: Value): boolean => Array.isArray(value) && value.length === 0;

export const changesOf = (setting: Setting, resource: Resource): readonly Mutant[] =>
  pathsWhere(
    resource.Properties,
    (key, value) =>
      key === setting.property && !isEmpty(value) && (setting.where?.(value, resource) ?? true),
  ).flatMap((path) => {
    const value = at(resource.Properties, ...path) ?? null;
    return setting.changes.flatMap((change): readonly Mutant[] => {
      const next = change === 'drop' ? undefined : change(value);
      if (next !== undefined && text(next) === text(value)) return [];
      const name = path.join('.');
      return [
        {
          kind: setting.kind,
          resource,
          change: next === undefined ? `${name} dropped` : `${name} = ${JSON.stringify(next)}`,
          mutated: withProperty(resource, path, next),
        },
      ];
    });
  });
