import { mentionsCard, SHORTEST_CARD } from './cards';
import type { FieldPlan } from './field-plan';
import { formatInstant } from './instant';
import { FORBIDDEN_KEYS } from './limits';

export type Parsed = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Parsed =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isCardFree = (text: string): boolean =>
  text.length < SHORTEST_CARD || !mentionsCard(text);

/**
 * Text of a number whose source cannot be shorter than its shortest text and has at most 15 digits;
 * undefined for others. Shorter sources need an exponent: three zeros at the end, or below 0.01.
 */
export function safeNumber(value: number): string | undefined {
  const text = String(value);
  const isShortest = value === 0 || (Math.abs(value) >= 0.01 && value % 1000 !== 0);
  return text.length <= 15 && isShortest ? text : undefined;
}

/** Length of `2026-01-02T03:04:05.678Z`, and of the same without milliseconds. */
const CANONICAL_INSTANT = 24;
const WHOLE_SECONDS = 20;

/** What replaces an instant in a row; undefined when it stands there in canonical form. */
export function canonicalInstant(text: string, ms: number): string | undefined {
  const isUtc = text.endsWith('Z');
  if (isUtc && text.length === CANONICAL_INSTANT) return undefined;
  return isUtc && text.length === WHOLE_SECONDS
    ? `${text.slice(0, WHOLE_SECONDS - 1)}.000Z`
    : formatInstant(ms);
}

/** The same members in the contract's order; those it does not know come last. */
export function ordered(members: readonly FieldPlan[], element: Parsed): Parsed {
  const names = members.map(({ name }) => name).filter((name) => Object.hasOwn(element, name));
  return Object.fromEntries(
    [...new Set([...names, ...Object.keys(element)])].map((name) => [name, element[name]]),
  );
}

/**
 * A free map as it stands in a JSON text column of a row, keys sorted, and how long its own text is;
 * undefined when it cannot be taken as it is.
 */
export function mapText(
  map: Parsed,
): { readonly text: string; readonly length: number } | undefined {
  const keys = Object.keys(map).sort();
  // Braces, and a comma between two members.
  let length = 2 + Math.max(0, keys.length - 1);
  let text = '';
  for (const key of keys) {
    const member = map[key];
    if (typeof member !== 'string' || FORBIDDEN_KEYS.has(key)) return undefined;
    if (!isCardFree(key) || !isCardFree(member)) return undefined;
    length += key.length + member.length + 5;
    text += `${text === '' ? '' : ','}\\"${key}\\":\\"${member}\\"`;
  }
  return { text: `{${text}}`, length };
}
