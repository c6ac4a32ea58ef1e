import type { Contract, Field } from '../contracts/contract';
import type { Segment } from './scan';

/** What may be known about a step into a record; undefined once the contract knows nothing. */
const nestedFields = (field: Field | undefined): Readonly<Record<string, Field>> | undefined =>
  field?.kind === 'list' ? field.fields : undefined;

/**
 * A path in words of the contract: `items[2].line_amount`. Keys that the contract does not know read
 * `?`, since a key can hold a value.
 */
export function pathText(contract: Contract, segments: readonly Segment[]): string {
  let known: Readonly<Record<string, Field>> | undefined = contract.fields;
  let path = '';
  for (const segment of segments) {
    if (typeof segment === 'number') {
      path += `[${segment}]`;
      continue;
    }
    const field: Field | undefined =
      known !== undefined && Object.hasOwn(known, segment) ? known[segment] : undefined;
    path += (path === '' ? '' : '.') + (field === undefined ? '?' : segment);
    known = nestedFields(field);
  }
  return path;
}
