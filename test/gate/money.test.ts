import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecimalField } from '../../lambdas/shared/contracts/contract';
import { plainNotation, placesUsed, readDecimal, scaled } from '../../lambdas/shared/gate/decimal';
import { addsUp } from '../../lambdas/shared/gate/sums';
import { codesOf } from './door';

const money: DecimalField = { kind: 'decimal', about: '', precision: 18, scale: 4 };

describe('a decimal', () => {
  it.each([
    ['1e2', '100'],
    ['1.5E3', '1500'],
    ['-12.34e1', '-123.4'],
    ['5e-2', '0.05'],
    ['123e-2', '1.23'],
    ['0e99', '0'],
    ['0e-999', '0'],
    ['1.0', '1.0'],
    ['00', '00'],
  ])('%s is written %s', (text, plain) => {
    expect(plainNotation(text)).toBe(plain);
  });

  it('has no plain notation when that would be absurdly long', () => {
    expect(plainNotation('1e999999999')).toBeUndefined();
    expect(readDecimal('1e-61', money, true)).toEqual({ fault: 'decimal.range' });
  });

  it('keeps its value, exactly, whatever its notation', () => {
    const numbers = fc.tuple(
      fc.integer({ min: -99_999_999, max: 99_999_999 }),
      fc.integer({ min: -4, max: 4 }),
    );

    fc.assert(
      fc.property(numbers, ([digits, exponent]) => {
        const reading = readDecimal(`${digits}e${exponent}`, money, true);
        expect(scaled(reading.text ?? '', 4)).toBe(BigInt(digits) * 10n ** BigInt(exponent + 4));
      }),
    );
  });

  it('is bounded exactly', () => {
    const bounded = { ...money, min: '-0.5', max: '99999999999999.9999' };

    expect(readDecimal('99999999999999.9999', bounded, false).text).toBe('99999999999999.9999');
    expect(readDecimal('100000000000000', bounded, false).fault).toBe('decimal.range');
    expect(readDecimal('-0.5001', bounded, false).fault).toBe('decimal.range');
    expect(readDecimal('-0.5000', bounded, false).text).toBe('-0.5000');
  });

  it('uses the places that carry something', () => {
    expect(['1', '1.0', '1.50', '1.05', '100'].map(placesUsed)).toEqual([0, 0, 1, 2, 0]);
  });
});

describe('sums', () => {
  it('are exact, whatever their size', () => {
    expect(addsUp(['0.1', '0.2'], '0.3', 4)).toBe(true);
    expect(addsUp(['99999999999999.9999', '-99999999999999.9998'], '0.0001', 4)).toBe(true);
    expect(addsUp(['99999999999999.99', '0.02'], '100000000000000.01', 2)).toBe(true);
    expect(addsUp(['99999999999999.99', '0.02'], '99999999999999.99', 2)).toBe(false);
  });

  it.each([
    ['JPY', 0, '100', '100.5', true],
    ['JPY', 0, '100', '101', false],
    ['USD', 2, '1.00', '1.005', true],
    ['USD', 2, '1.00', '1.01', false],
    ['KWD', 3, '1.000', '1.0005', true],
    ['KWD', 3, '1.000', '1.001', false],
    ['gold', 4, '1.0000', '1.0001', false],
  ])('may miss half a minor unit a line in %s', (_, minor, total, line, isEnough) => {
    expect(addsUp([line], total, minor)).toBe(isEnough);
  });

  it('agree with exact arithmetic, small or large', () => {
    const parts = fc.array(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), {
      minLength: 1,
      maxLength: 9,
    });
    const text = (units: bigint): string => {
      const digits = String(units < 0n ? -units : units).padStart(5, '0');
      return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
    };

    fc.assert(
      fc.property(parts, fc.bigInt({ min: -200n, max: 200n }), (units, off) => {
        const total = units.reduce((sum, part) => sum + part, 0n) + off;
        const magnitude = off < 0n ? -off : off;
        expect(addsUp(units.map(text), text(total), 2)).toBe(
          2n * magnitude <= 100n * BigInt(units.length),
        );
      }),
    );
  });
});

describe('exchange rates', () => {
  const rate = { base: 'EUR', quote: 'USD', rate: '1.08', rate_date: '2026-06-12' };

  it('are positive', () => {
    expect(codesOf(rate, 'fx_rates')).toEqual([]);
    expect(codesOf({ ...rate, rate: 1e-10 }, 'fx_rates')).toEqual([]);
    expect(codesOf({ ...rate, rate: '0' }, 'fx_rates')).toEqual(['decimal.range']);
  });

  it('may be of withdrawn currencies', () => {
    expect(codesOf({ ...rate, base: 'DEM' }, 'fx_rates')).toEqual([]);
  });
});
