import type { TokenDomain } from '../contracts/contract';
import { canonicalIdentity } from './canonical';
import type { Tokens } from './tokens';

/** Per generation; two generations live. About 20 MB at most. */
const GENERATION = 50_000;

/**
 * Remembers the tokens of one domain by how the identifiers were spelled: hashing costs more than
 * judging. Two generations stand in for least-recently-used: when the young one is full, the old one
 * is forgotten.
 */
export class DomainTokens {
  private young = new Map<string, string>();
  private old = new Map<string, string>();

  constructor(
    private readonly domain: TokenDomain,
    private readonly tokens: Tokens,
  ) {}

  /** The token of a spelling that was seen lately. */
  known(text: string): string | undefined {
    const young = this.young.get(text);
    if (young !== undefined) return young;
    const old = this.old.get(text);
    if (old !== undefined) this.keep(text, old);
    return old;
  }

  make(text: string): string {
    const token = this.tokens.token(this.domain, canonicalIdentity(this.domain, text));
    // Card numbers are not kept, not even in memory.
    if (this.domain !== 'card') this.keep(text, token);
    return token;
  }

  private keep(text: string, token: string): void {
    if (this.young.size >= GENERATION) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(text, token);
  }
}

/** The tokens of all domains. */
export class TokenCache {
  private readonly domains = new Map<TokenDomain, DomainTokens>();

  constructor(private readonly tokens: Tokens) {}

  of(domain: TokenDomain): DomainTokens {
    const known = this.domains.get(domain);
    if (known !== undefined) return known;
    const made = new DomainTokens(domain, this.tokens);
    this.domains.set(domain, made);
    return made;
  }

  /** The token of an identifier as spelled. */
  tokenOf(domain: TokenDomain, text: string): string {
    const tokens = this.of(domain);
    return tokens.known(text) ?? tokens.make(text);
  }
}
