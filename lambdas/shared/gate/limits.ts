/** What a record may cost, whatever it claims to be. */
export const MAX_BYTES = 256 * 1024;
export const MAX_DEPTH = 32;
/** Per object. */
export const MAX_KEYS = 200;
/** Per array. The longest invoice of a well-known public data set has 1,114 lines. */
export const MAX_ELEMENTS = 5000;
/** A double carries 15 decimal digits for certain; more may come out changed. */
export const MAX_DIGITS = 15;

/** Keys by which a careless reader would change its own objects. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
]);
/** Longest key of a free map, in UTF-16 code units. */
export const MAX_MAP_KEY = 128;
