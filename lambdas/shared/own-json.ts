/**
 * Reads JSON that this very release of the code wrote: it is what its writer's type says. Whatever
 * comes from anywhere else is `unknown` until something has checked it.
 * @throws Error when the text is not a JSON object; the parser's own message would quote it
 */
export function ownJson<T extends object>(text: string, what: string): T {
  const value = parse(text);
  if (!isOwn<T>(value)) throw new Error(`${what} is not a JSON object: written by another release`);
  return value;
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined; // the caller says what it was
  }
}

const isOwn = <T extends object>(value: unknown): value is T =>
  typeof value === 'object' && value !== null;
