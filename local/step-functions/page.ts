import { AwsError } from '../server/errors';
import { optionalInteger, optionalText } from '../server/json';
import type { JsonObject } from './json';

const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 1000;

/**
 * One page of a list that may grow in front or at the end between two calls: the token names the
 * last entry that was given, not a position.
 * @throws AwsError InvalidToken
 */
export function page<T>(
  all: readonly T[],
  idOf: (item: T) => string,
  input: JsonObject,
): { readonly items: readonly T[]; readonly nextToken?: string } {
  const asked = optionalInteger(input, 'maxResults') ?? 0;
  const size = asked < 1 ? DEFAULT_PAGE : Math.min(asked, LARGEST_PAGE);
  const token = optionalText(input, 'nextToken');
  const first = token === undefined ? 0 : all.findIndex((item) => idOf(item) === token) + 1;
  if (token !== undefined && first === 0) throw new AwsError('InvalidToken', 'invalid nextToken');
  const items = all.slice(first, first + size);
  const last = items.at(-1);
  return last === undefined || first + size >= all.length
    ? { items }
    : { items, nextToken: idOf(last) };
}
