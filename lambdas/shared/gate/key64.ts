import { createHash } from 'node:crypto';

/**
 * The first 8 bytes, as a signed integer, of the sha256 of a key's parts joined by line feeds, which
 * no id contains. Narrow and evenly spread: what keys are compared and bucketed by.
 */
export const key64 = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest().readBigInt64BE(0).toString();
