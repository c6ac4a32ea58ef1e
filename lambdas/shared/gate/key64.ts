import { hash } from 'node:crypto';

/**
 * The first 8 bytes, as a signed integer, of the sha256 of a key's parts joined by line feeds, which
 * no id contains. Narrow and evenly spread: what keys are compared and bucketed by.
 */
export const key64 = (parts: readonly string[]): string =>
  BigInt.asIntN(64, BigInt(`0x${hash('sha256', parts.join('\n'), 'hex').slice(0, 16)}`)).toString();
