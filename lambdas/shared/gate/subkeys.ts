import { createHmac } from 'node:crypto';
import type { TokenDomain } from '../contracts/contract';
import type { Tokens } from './tokens';

/** The one call that is made of KMS; its client fits. */
export interface MacClient {
  generateMac(input: {
    readonly KeyId: string;
    readonly MacAlgorithm: 'HMAC_SHA_256';
    readonly Message: Uint8Array;
  }): Promise<{ readonly Mac?: Uint8Array }>;
}

const DOMAINS: readonly TokenDomain[] = ['customer', 'account', 'card', 'email'];
/** Names the first token key; a new key would chain: c2 = HMAC(k2, c1). */
const VERSION = 'c1';
/** 128 bits: two of a billion identifiers share a token with a chance of 10^-21. */
const TOKEN_BYTES = 16;

async function subkeyOf(kms: MacClient, keyId: string, domain: TokenDomain): Promise<Buffer> {
  const { Mac } = await kms.generateMac({
    KeyId: keyId,
    MacAlgorithm: 'HMAC_SHA_256',
    Message: Buffer.from(`sluice/token/${VERSION}/${domain}`),
  });
  if (Mac === undefined)
    throw new Error(`kms made no mac for domain ${domain}: check key ${keyId}`);
  return Buffer.from(Mac);
}

/**
 * Tokens by subkeys that KMS derives from its HMAC key, one per domain: one call each at cold start,
 * none per record, and no secret rests anywhere.
 * @param keyId id or ARN of an HMAC_256 key
 * @throws Error when KMS refuses or answers without a MAC
 */
export async function openTokens(kms: MacClient, keyId: string): Promise<Tokens> {
  const subkeys = new Map(
    await Promise.all(
      DOMAINS.map(async (domain) => [domain, await subkeyOf(kms, keyId, domain)] as const),
    ),
  );
  return {
    token: (domain, canonical) => {
      const subkey = subkeys.get(domain);
      if (subkey === undefined) throw new Error(`no subkey for domain ${domain}`);
      const mac = createHmac('sha256', subkey).update(canonical).digest();
      return `${VERSION}_${mac.subarray(0, TOKEN_BYTES).toString('base64url')}`;
    },
  };
}
