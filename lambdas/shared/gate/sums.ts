import { scaled } from './decimal';

/** Money's scale: sums are exact integers of the fourth decimal place. */
export const MONEY_SCALE = 4;
const POWERS = [1, 10, 100, 1000, 10_000] as const;
/** Up to 5,000 numbers below 10^8 stay exact as doubles, counted in ten-thousandths. */
const MAX_SMALL_WHOLE = 8;
const ZERO = 0x30;

/** A decimal text in ten-thousandths, or NaN when it is too long to be exact as a double. */
function smallUnits(text: string): number {
  const isNegative = text.charCodeAt(0) === 0x2d;
  let value = 0;
  let places = -1;
  for (let at = isNegative ? 1 : 0; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit;
      if (places >= 0) places += 1;
    } else {
      places = 0;
    }
  }
  const fraction = Math.max(places, 0);
  const whole = text.length - (isNegative ? 1 : 0) - (places >= 0 ? fraction + 1 : 0);
  const power = POWERS[MONEY_SCALE - fraction];
  if (whole > MAX_SMALL_WHOLE || power === undefined) return Number.NaN;
  const units = value * power;
  return isNegative ? -units : units;
}

const exactUnits = (texts: readonly string[]): bigint =>
  texts.reduce((total, text) => total + scaled(text, MONEY_SCALE), 0n);

/**
 * Whether parts add up to a total. Each part may have been rounded to the currency's minor unit once,
 * so that half a minor unit for each of them may be missing or too much: 1 cent over 2 lines in euros.
 * @param minor decimal places of the currency, 0–4
 */
export function addsUp(parts: readonly string[], total: string, minor: number): boolean {
  let sum = 0;
  for (const part of parts) sum += smallUnits(part);
  const difference = 2 * Math.abs(sum - smallUnits(total));
  const power = POWERS[MONEY_SCALE - minor] ?? 1;
  if (!Number.isNaN(difference)) return difference <= parts.length * power;
  const exact = 2n * (exactUnits(parts) - exactUnits([total]));
  const tolerance = BigInt(parts.length * power);
  return exact <= tolerance && -exact <= tolerance;
}
