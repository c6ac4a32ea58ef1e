import { AwsError } from '../server/errors';
import type { JsonObject } from '../server/json';
import { optionalInteger, optionalText } from '../server/json';

/** A page of a list; the token is the position behind it. */
export function pageOf<T>(
  items: readonly T[],
  input: JsonObject,
  most: number,
): { readonly page: readonly T[]; readonly NextToken?: string } {
  const size = Math.min(optionalInteger(input, 'MaxResults') ?? most, most);
  if (size < 1) throw new AwsError('InvalidInputException', 'MaxResults must be at least 1');
  const token = optionalText(input, 'NextToken');
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new AwsError('InvalidInputException', 'NextToken is not one that this call gave');
  }
  const page = items.slice(start, start + size);
  const next = start + size;
  return next < items.length ? { page, NextToken: String(next) } : { page };
}
