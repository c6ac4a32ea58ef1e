import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  formatDecimal,
  negate,
  parseDecimal,
  round,
  sum,
  times,
} from '../../lambdas/ingest-file/decimal';

const POINT = { decimal: '.' } as const;
const COMMA = { decimal: ',' } as const;
const decimals = fc.record({
  units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
  scale: fc.integer({ min: 0, max: 8 }),
});
const read = (text: string, style: Parameters<typeof parseDecimal>[1] = POINT) => {
  const value = parseDecimal(text, style);
  return value === undefined ? undefined : formatDecimal(value);
};

describe('a number of a source', () => {
  it.each([
    ['12.50', '12.50'],
    ['-0.05', '-0.05'],
    ['+7', '7'],
    ['12.50-', '-12.50'],
    ['(12.50)', '-12.50'],
    ['$12.50', '12.50'],
    ['-$ 12.50', '-12.50'],
    ['€ 12.50', '12.50'],
    ['-R$ 12.50', '-12.50'],
    ['\u2212US$12.50', '-12.50'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['1.5e3', '1500'],
    ['4.440892e-16', '0.0000000000000004440892'],
    [' 13085.0 ', '13085.0'],
  ])('%s reads %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each([
    '',
    'abc',
    '1,234',
    '1.2.3',
    '--5',
    '(5',
    '5)',
    '-5-',
    '1 2',
    '0x10',
    'Infinity',
    '1e999',
  ])('"%s" is none', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('takes thousands only where they are declared, in groups of three or as India writes them', () => {
    expect(read('1,12,34,567.50', { decimal: '.', thousands: ',' })).toBe('11234567.50');
    expect(read('1,23,45', { decimal: '.', thousands: ',' })).toBeUndefined();
    expect(read('1,234.50', { decimal: '.', thousands: ',' })).toBe('1234.50');
    expect(read('1.234.567,89', { decimal: ',', thousands: '.' })).toBe('1234567.89');
    expect(read('1 234,50', { decimal: ',', thousands: ' ' })).toBe('1234.50');
    expect(read('1\u202f234,50', { decimal: ',', thousands: ' ' })).toBe('1234.50');
    expect(read('12,34.50', { decimal: '.', thousands: ',' })).toBeUndefined();
  });

  it('is not mistaken for another style', () => {
    expect(read('12,50', COMMA)).toBe('12.50');
    expect(read('12.50', COMMA)).toBeUndefined();
  });

  it('reads back what was written', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(parseDecimal(formatDecimal(value), POINT)).toEqual(value);
      }),
    );
  });
});

describe('decimal arithmetic', () => {
  it('adds exactly and in any order', () => {
    fc.assert(
      fc.property(fc.array(decimals, { maxLength: 30 }), (values) => {
        const atEight = (value: { units: bigint; scale: number }): bigint =>
          value.units * 10n ** BigInt(8 - value.scale);
        const expected = values.reduce((total, value) => total + atEight(value), 0n);

        expect(atEight(sum(values))).toBe(expected);
        expect(atEight(sum([...values].reverse()))).toBe(expected);
      }),
    );
  });

  it('cancels out with its negative', () => {
    fc.assert(
      fc.property(decimals, (value) => {
        expect(add(value, negate(value)).units).toBe(0n);
      }),
    );
  });

  it('multiplies without trailing zeros', () => {
    const product = times({ units: 20n, scale: 1 }, { units: 2550n, scale: 3 });

    expect(formatDecimal(product)).toBe('5.1');
  });

  it.each([
    ['2.675', '2.68'],
    ['-2.675', '-2.68'],
    ['2.674', '2.67'],
    ['2.6', '2.6'],
    ['0.004', '0.00'],
  ])('rounds %s to %s: halves away from zero', (text, expected) => {
    expect(formatDecimal(round(parseDecimal(text, POINT) ?? { units: 0n, scale: 0 }, 2))).toBe(
      expected,
    );
  });
});
