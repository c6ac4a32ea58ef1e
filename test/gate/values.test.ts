import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { DecimalField } from '../../lambdas/shared/contracts/contract';
import { mentionsCard, passesLuhn } from '../../lambdas/shared/gate/cards';
import { plainNotation, placesUsed, readDecimal, scaled } from '../../lambdas/shared/gate/decimal';
import { formatDay, formatInstant, readDay, readInstant } from '../../lambdas/shared/gate/instant';
import { openTokens } from '../../lambdas/shared/gate/subkeys';
import { addsUp } from '../../lambdas/shared/gate/sums';
import { TokenCache } from '../../lambdas/shared/gate/token-cache';
import { businessDay } from '../../lambdas/shared/gate/zone';
import { codesOf } from './door';

const money: DecimalField = { kind: 'decimal', about: '', precision: 18, scale: 4 };
const DAY_MS = 86_400_000;

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

describe('an instant', () => {
  it('is read as the platform reads it, for every valid one', () => {
    const times = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2199, 11, 31) });

    fc.assert(
      fc.property(times, (ms) => {
        const text = new Date(ms).toISOString();
        expect(readInstant(text)).toBe(ms);
        expect(formatInstant(ms)).toBe(text);
        expect(readDay(text.slice(0, 10))).toBe(Math.floor(ms / DAY_MS));
        expect(formatDay(Math.floor(ms / DAY_MS))).toBe(text.slice(0, 10));
      }),
    );
  });

  it('may have any offset and up to nine digits of a second', () => {
    expect(readInstant('2026-06-15T10:00:00.123456789-03:30')).toBe(
      Date.UTC(2026, 5, 15, 13, 30, 0, 123),
    );
    expect(readInstant('2026-06-15T10:00:00.5Z')).toBe(Date.UTC(2026, 5, 15, 10, 0, 0, 500));
    expect(readInstant('2026-06-15T10:00:00.05-00:00')).toBe(Date.UTC(2026, 5, 15, 10, 0, 0, 50));
  });

  it.each([
    '',
    'x',
    '2026-06-15T10:00Z',
    '2026-06-15t10:00:00z',
    '2026-00-10T10:00:00Z',
    '2026-06-15T10:00:00Zx',
    '20a6-06-15T10:00:00Z',
    '2026-06-15T10:00:00+05:60',
    '2026-04-31T10:00:00Z',
    '2200-01-01T00:00:00Z',
  ])('is not %j', (text) => {
    expect(readInstant(text)).toBeNaN();
  });
});

describe('the business day', () => {
  it.each([
    ['2026-06-15T03:30:00Z', 'America/New_York', 0, '2026-06-14'],
    ['2026-06-15T22:30:00Z', 'Europe/Berlin', 0, '2026-06-16'],
    ['2026-06-15T18:20:00Z', 'Asia/Kathmandu', 0, '2026-06-16'],
    ['2026-06-16T02:59:00Z', 'UTC', 3, '2026-06-15'],
    ['2026-06-16T03:00:00Z', 'UTC', 3, '2026-06-16'],
    ['2026-03-29T00:59:59Z', 'Europe/Berlin', 2, '2026-03-28'],
    ['2026-03-29T01:00:00Z', 'Europe/Berlin', 2, '2026-03-29'],
    ['2026-12-31T23:30:00Z', 'Pacific/Kiritimati', 0, '2027-01-01'],
    ['1997-01-01T00:00:00Z', 'UTC', 0, '1997-01-01'],
  ])('of %s in %s after %i is %s', (time, zone, cutoff, day) => {
    expect(businessDay(Date.parse(time), zone, cutoff)).toBe(day);
  });

  it('does not depend on which instant was asked first', () => {
    const at = Date.UTC(1911, 2, 10, 23, 52);
    const first = businessDay(at, 'Europe/Paris', 0);

    businessDay(at - 120_000, 'Europe/Paris', 0);
    expect(businessDay(at, 'Europe/Paris', 0)).toBe(first);
  });
});

describe('a card number', () => {
  it('passes Luhn', () => {
    expect(['4111111111111111', '378282246310005', '0'].map(passesLuhn)).toEqual([
      true,
      true,
      true,
    ]);
    expect(passesLuhn('4111111111111112')).toBe(false);
  });

  it.each([
    '5555 5555 5555 4444',
    'x4111.1111.1111.1111y',
    '4111-1111-1111-1111-123',
    '2026-06-15 4111111111111111',
    'B4111111111111111^LEE/ANN^2612',
    '4111\u00a01111\u00a01111\u00a01111',
    'DE96 4111 1111 1111 1111 00',
  ])('is found in %j', (text) => {
    expect(mentionsCard(text)).toBe(true);
  });

  it.each([
    '1781524800000',
    '4006381333931',
    'GB29 NWBK 6016 1331 9268 19',
    'DE89370400440532013000',
    'DE95 4111 1111 1111 1111 00',
    '550e8400-e29b-41d4-a716-446655440000',
    '507f1f77bcf86cd799439011',
    '+49 89 1234567890',
    '2026-06-15 10:00:00',
    '41111111111111112222222222222222',
  ])('is not seen in %j', (text) => {
    expect(mentionsCard(text)).toBe(false);
  });

  it('is searched in linear time: a quadratic search of a megabyte would run out of the time limit', () => {
    expect(mentionsCard('4111 1111 1111 1112 '.repeat(50_000))).toBe(false);
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

describe('texts of a file', () => {
  it('stand for integers and truths', () => {
    expect(codesOf({ store_id: 's', is_active: 'true' }, 'stores')).toEqual([]);
    expect(codesOf({ store_id: 's', is_active: 'yes' }, 'stores')).toEqual(['field.type']);
  });
});

describe('tokens', () => {
  it('cost one call of KMS per domain, and none per record', async () => {
    const generateMac = vi.fn(({ Message }: { Message: Uint8Array }) =>
      Promise.resolve({ Mac: Message }),
    );
    const tokens = await openTokens({ generateMac }, 'key-1');

    for (let at = 0; at < 10; at += 1) tokens.token('customer', `c${at}`);

    expect(generateMac).toHaveBeenCalledTimes(4);
    expect(
      new Set(generateMac.mock.calls.map(([{ Message }]) => Buffer.from(Message).toString())).size,
    ).toBe(4);
    expect(generateMac.mock.calls[0]?.[0]).toMatchObject({
      KeyId: 'key-1',
      MacAlgorithm: 'HMAC_SHA_256',
    });
  });

  it('depend on the key', async () => {
    const open = (salt: string): ReturnType<typeof openTokens> =>
      openTokens(
        {
          generateMac: ({ Message }) =>
            Promise.resolve({ Mac: Buffer.from(salt + String(Message)) }),
        },
        'k',
      );

    expect((await open('a')).token('card', '1')).not.toBe((await open('b')).token('card', '1'));
  });

  it('are refused without a subkey', async () => {
    await expect(openTokens({ generateMac: () => Promise.resolve({}) }, 'key-1')).rejects.toThrow(
      'key-1',
    );
  });

  it('are remembered within bounds, card numbers never', () => {
    const token = vi.fn((domain: string, text: string) => `${domain}:${text}`);
    const cache = new TokenCache({ token });

    for (let at = 0; at < 120_000; at += 1) cache.tokenOf('customer', `c${at}`);
    cache.tokenOf('customer', 'c119999');
    cache.tokenOf('customer', 'c99999'); // of the old generation
    expect(token).toHaveBeenCalledTimes(120_000);
    cache.tokenOf('customer', 'c0'); // forgotten
    expect(token).toHaveBeenCalledTimes(120_001);
    cache.tokenOf('card', '1');
    cache.tokenOf('card', '1');
    expect(token).toHaveBeenCalledTimes(120_003);
  });
});
