import { describe, expect, it, vi } from 'vitest';
import { mentionsCard, passesLuhn } from '../../lambdas/shared/gate/cards';
import { openTokens } from '../../lambdas/shared/gate/subkeys';
import { TokenCache } from '../../lambdas/shared/gate/token-cache';

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
