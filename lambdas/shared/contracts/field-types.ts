import type { CodeField, Contract, DecimalField, TextField } from './contract';

/** Keeps literal types, so that `RecordOf` can derive the record's type. */
export const defineContract = <const C extends Contract>(contract: C): C => contract;

/**
 * No control characters and no space at either end: two ids that look equal are equal.
 * Linear: one pass, two fixed look-arounds.
 */
export const ID_PATTERN = '^(?!\\s)[^\\u0000-\\u001f\\u007f]+(?<!\\s)$';

/** Identifiers that become tokens are canonicalised first, so spaces around them do no harm. */
const PERSON_PATTERN = '^(?=\\s*\\S)[^\\u0000-\\u001f\\u007f]+$';

type Extra<F> = Omit<F, 'kind' | 'about'>;

export const id = <const E extends Partial<Extra<TextField>>>(about: string, extra: E) =>
  ({ kind: 'text', about, minLength: 1, maxLength: 128, pattern: ID_PATTERN, ...extra }) as const;

/** A person's or an account's identifier: bronze holds its token only. */
export const tokenised = <
  const D extends NonNullable<TextField['domain']>,
  const E extends Partial<Extra<TextField>>,
>(
  domain: D,
  about: string,
  extra: E,
) => id(about, { pattern: PERSON_PATTERN, pii: 'token', domain, ...extra });

export const text = <const E extends Partial<Extra<TextField>>>(about: string, extra: E) =>
  ({ kind: 'text', about, minLength: 1, maxLength: 256, ...extra }) as const;

/** The system that recorded something; part of every stream's key. */
export const system = (about: string) =>
  text(about, { required: true, maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9_.:-]*$' });

/** Money and quantities: decimal(18,4). */
export const decimal = <const E extends Partial<Extra<DecimalField>>>(about: string, extra: E) =>
  ({ kind: 'decimal', about, precision: 18, scale: 4, ...extra }) as const;

export const code = <const L extends CodeField['list'], const E extends Partial<Extra<CodeField>>>(
  list: L,
  about: string,
  extra: E,
) => ({ kind: 'code', about, list, ...extra }) as const;

export const instant = <const E extends { readonly required?: boolean }>(about: string, extra: E) =>
  ({ kind: 'instant', about, ...extra }) as const;

export const date = <const E extends { readonly required?: boolean }>(about: string, extra: E) =>
  ({ kind: 'date', about, ...extra }) as const;

export const truth = (about: string) => ({ kind: 'boolean', about }) as const;

/** Five years of facts; a rejected record can be fixed and fed again for a little over one. */
export const RETENTION = { bronze: 1825, quarantine: 400 } as const;
