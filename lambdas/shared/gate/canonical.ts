import type { TokenDomain } from '../contracts/contract';
import { cardDigits } from './cards';

/** One spelling for what people type differently: composed characters, one case, single spaces. */
const identity = (text: string): string =>
  text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase();

/** Accounts and IBANs are printed in groups: spaces mean nothing in them. */
const account = (text: string): string => identity(text).replace(/ /g, '');

const CANONICAL: Readonly<Record<TokenDomain, (text: string) => string>> = {
  customer: identity,
  email: identity,
  account,
  card: cardDigits,
};

/** The form of an identifier that its token is made of. */
export const canonicalIdentity = (domain: TokenDomain, text: string): string =>
  CANONICAL[domain](text);
