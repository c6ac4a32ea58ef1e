import type { TokenDomain } from '../contracts/contract';

/** Makes keyed tokens of identifiers; the same identifier always gets the same token. */
export interface Tokens {
  token(domain: TokenDomain, canonical: string): string;
}
