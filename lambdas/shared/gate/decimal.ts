import type { DecimalField } from '../contracts/contract';

const PLAIN = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?$/;
const WITH_EXPONENT = /^(-?)([0-9]+)(?:\.([0-9]+))?[eE]([+-]?[0-9]+)$/;
/** No decimal of ours has more places on either side; `1e999999999` must not become that many zeros. */
const MAX_EXPONENT = 60;

export type DecimalFault = 'decimal.form' | 'decimal.scale' | 'decimal.range';
export type DecimalReading =
  | { readonly text: string; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: DecimalFault };

/** A JSON number's text without an exponent; undefined when it would be absurdly long. */
export function plainNotation(text: string): string | undefined {
  const parts = WITH_EXPONENT.exec(text);
  if (parts === null) return text;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = parts;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) return /[1-9]/.test(whole + fraction) ? undefined : '0';
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = '0'.repeat(Math.max(0, 1 - point)) + digits.padEnd(point, '0');
  const cut = Math.max(1, point);
  const integer = padded.slice(0, cut).replace(/^0+(?=[0-9])/, '');
  const rest = padded.slice(cut);
  return sign + integer + (rest === '' ? '' : `.${rest}`);
}

/** A decimal as an integer of its last place, e.g. `12.5` with 4 places → 125000n. */
export function scaled(text: string, places: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
}

function isWithin(text: string, { min, max, scale }: DecimalField): boolean {
  const value = scaled(text, scale);
  return (
    (min === undefined || value >= scaled(min, scale)) &&
    (max === undefined || value <= scaled(max, scale))
  );
}

/**
 * The text of a decimal, as sent: plain notation, trailing zeros kept as far as the scale goes.
 * @param source decimal string, or the source text of a JSON number
 * @param isNumber whether it was a JSON number, which may carry an exponent
 */
export function readDecimal(
  source: string,
  field: DecimalField,
  isNumber: boolean,
): DecimalReading {
  const plain = isNumber ? plainNotation(source) : source;
  if (plain === undefined) return { fault: 'decimal.range' };
  const parts = PLAIN.exec(plain);
  if (parts === null) return { fault: 'decimal.form' };
  const [, sign = '', whole = '', fraction = ''] = parts;
  if (whole.length > field.precision - field.scale) return { fault: 'decimal.range' };
  if (/[1-9]/.test(fraction.slice(field.scale))) return { fault: 'decimal.scale' };
  const kept = fraction.slice(0, field.scale);
  const magnitude = kept === '' ? whole : `${whole}.${kept}`;
  const text = sign !== '' && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude;
  return isWithin(text, field) ? { text } : { fault: 'decimal.range' };
}

/** Decimal places that carry something: trailing zeros do not. */
export const placesUsed = (text: string): number => {
  const point = text.indexOf('.');
  if (point < 0) return 0;
  let end = text.length;
  while (text.charCodeAt(end - 1) === 0x30) end -= 1;
  return Math.max(0, end - point - 1);
};
