import { MAX_DIGITS } from './limits';

/** A number as it was written: its text is what money is read from. */
export class NumberText {
  constructor(readonly text: string) {}
}

/** The smallest double that has all its digits. */
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** Significant digits of a JSON number: zeros before and after them carry nothing. */
export const significantDigits = (text: string): number =>
  text
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '').length;

/** Why a double cannot stand for the number, if so. */
export function numberFault(text: string): 'number.not_finite' | 'number.precision' | undefined {
  const value = Math.abs(Number(text));
  if (!Number.isFinite(value)) return 'number.not_finite';
  if (text.length <= MAX_DIGITS && value >= SMALLEST_NORMAL) return undefined;
  const digits = significantDigits(text);
  const isTooSmall = value < SMALLEST_NORMAL && digits > 0;
  return digits > MAX_DIGITS || isTooSmall ? 'number.precision' : undefined;
}
