/**
 * What whole-record rules judge by. Texts are canonical; a decimal may still be a JSON number of at
 * most 15 digits, whose shortest text is its own.
 */
export interface Facts {
  readonly values: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds of instants, by field. */
  readonly instants: Readonly<Record<string, number>>;
}

/** A text of the record; undefined when absent. */
export const textOf = (facts: Facts, field: string): string | undefined => {
  const value = facts.values[field];
  return typeof value === 'string' ? value : undefined;
};

/** Decimal text of a value; undefined for anything else. */
export const decimalOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** A member of every element of a list, as decimal texts; undefined when there is no list. */
export function decimalsOf(
  facts: Facts,
  list: string,
  member: string,
): readonly string[] | undefined {
  const elements = facts.values[list];
  if (!Array.isArray(elements)) return undefined;
  const texts: string[] = [];
  for (const element of elements) {
    const text = isObject(element) ? decimalOf(element[member]) : undefined;
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

/** Whether a field is missing, null or an empty list. */
export function isAbsent(facts: Facts, field: string): boolean {
  const value = facts.values[field];
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
