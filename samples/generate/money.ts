import { CURRENCIES, type Currency } from './catalogue';

/** An amount in minor units as plain decimal text, e.g. 1350 cents are 13.50. */
export function moneyText(minorUnits: number, currency: Currency): string {
  const { digits } = CURRENCIES[currency];
  if (digits === 0) return String(minorUnits);
  const text = String(Math.abs(minorUnits)).padStart(digits + 1, '0');
  return `${minorUnits < 0 ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Dollar cents as minor units of a currency, at least one unless there is nothing to pay. */
export function minorUnitsOf(dollarCents: number, currency: Currency): number {
  const { digits, perDollar } = CURRENCIES[currency];
  const units = Math.round((dollarCents / 100) * perDollar * 10 ** digits);
  return dollarCents > 0 ? Math.max(1, units) : units;
}
