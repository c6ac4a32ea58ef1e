import type { Assignments } from './definition';
import type { Fields } from './fields';

/** `Output` and `Assign`, which states, choice rules and catchers share. */
export function results(fields: Fields) {
  return { ...optional('output', fields.template('Output')), assign: assignments(fields) };
}

function assignments(fields: Fields): Assignments {
  const template = fields.template('Assign');
  if (template === undefined) return [];
  if (template.kind === 'object') {
    for (const [name] of template.members) {
      if (name === 'states') fields.problem('Assign: the name "states" is reserved');
    }
    return template.members;
  }
  fields.problem('Assign must be an object');
  return [];
}

/** `{[key]: value}`, or nothing when there is no value. */
export function optional<K extends string, V>(
  key: K,
  value: V | undefined,
): { readonly [P in K]?: V } {
  const entry: { [P in K]?: V } = {};
  if (value !== undefined) entry[key] = value;
  return entry;
}
