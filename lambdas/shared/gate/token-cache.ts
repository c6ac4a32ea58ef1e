import type { TokenDomain } from '../contracts/contract';
import { canonicalIdentity } from './canonical';
import type { Tokens } from './tokens';

/** Per generation; two generations live. About 20 MB at most. */
const GENERATION = 50_000;

type Texts = Map<string, string>;

/**
 * Remembers the tokens of identifiers by how they were spelled: hashing costs more than judging. Two
 * generations stand in for least-recently-used: when the young one is full, the old one is forgotten.
 */
export class TokenCache {
  private readonly young = new Map<TokenDomain, Texts>();
  private readonly old = new Map<TokenDomain, Texts>();

  constructor(private readonly tokens: Tokens) {}

  /** The token of an identifier as spelled. */
  tokenOf(domain: TokenDomain, text: string): string {
    return this.known(domain, text) ?? this.make(domain, text);
  }

  /** The token of a spelling that was seen lately. */
  known(domain: TokenDomain, text: string): string | undefined {
    const young = this.young.get(domain)?.get(text);
    if (young !== undefined) return young;
    const old = this.old.get(domain)?.get(text);
    if (old !== undefined) this.keep(domain, text, old);
    return old;
  }

  private make(domain: TokenDomain, text: string): string {
    const token = this.tokens.token(domain, canonicalIdentity(domain, text));
    // Card numbers are not kept, not even in memory.
    if (domain !== 'card') this.keep(domain, text, token);
    return token;
  }

  private keep(domain: TokenDomain, text: string, token: string): void {
    let young = this.young.get(domain);
    if (young === undefined || young.size >= GENERATION) {
      if (young !== undefined) this.old.set(domain, young);
      young = new Map();
      this.young.set(domain, young);
    }
    young.set(text, token);
  }
}
