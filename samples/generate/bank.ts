import type { Account, Catalogue } from './catalogue';
import { minorUnitsOf } from './money';
import { Weighted, type Random } from './random';
import type { Transaction } from './transaction';

interface Kind {
  readonly type: string;
  readonly share: number;
  readonly direction: 'debit' | 'credit';
  readonly channels: readonly [string, ...string[]];
  /** Natural logarithm of dollar cents. */
  readonly mean: number;
  readonly deviation: number;
}
/** Made up, plausible: there is no real bank data to calibrate on. */
const KINDS: readonly [Kind, ...Kind[]] = [
  {
    type: 'payment',
    share: 0.45,
    direction: 'debit',
    channels: ['app', 'web', 'partner'],
    mean: 8.2,
    deviation: 1.1,
  },
  {
    type: 'transfer',
    share: 0.2,
    direction: 'debit',
    channels: ['app', 'web'],
    mean: 9.6,
    deviation: 1.2,
  },
  {
    type: 'deposit',
    share: 0.12,
    direction: 'credit',
    channels: ['branch', 'atm', 'partner'],
    mean: 11.6,
    deviation: 0.6,
  },
  {
    type: 'withdrawal',
    share: 0.15,
    direction: 'debit',
    channels: ['atm', 'branch'],
    mean: 9.0,
    deviation: 0.6,
  },
  {
    type: 'fee',
    share: 0.08,
    direction: 'debit',
    channels: ['branch', 'app'],
    mean: 6.0,
    deviation: 0.5,
  },
];
const DRAW = new Weighted(KINDS.map(({ share }) => share));
const MERCHANTS = 400;
/** Groceries, restaurants, fuel, pharmacies, clothes. */
const CATEGORIES = ['5411', '5812', '5541', '5912', '5651'] as const;
const FAILED = 0.02;

function counterparty({ type }: Kind, accounts: Catalogue['accounts'], random: Random) {
  if (type === 'transfer') return { counterparty_account: random.pick(accounts).id };
  if (type !== 'payment') return {};
  const merchant = random.below(MERCHANTS);
  const mcc = CATEGORIES[merchant % CATEGORIES.length] ?? CATEGORIES[0];
  return { merchant_id: `m${String(merchant).padStart(4, '0')}`, mcc };
}

/** A movement on an account. */
export function bankTransaction(
  { accounts }: Catalogue,
  random: Random,
  { id, time, account }: { readonly id: string; readonly time: number; readonly account: Account },
): Transaction {
  const kind = KINDS[DRAW.draw(random)] ?? KINDS[0];
  const { customer } = account;
  const { currency, country, zone } = customer.place;
  return {
    id,
    source: 'core-bank',
    time,
    type: kind.type,
    status: random.chance(FAILED) ? 'FAILED' : 'COMPLETED',
    channel: random.pick(kind.channels),
    currency,
    amount: minorUnitsOf(random.logNormal(kind.mean, kind.deviation), currency),
    rest: {
      customer_id: customer.id,
      account_id: account.id,
      direction: kind.direction,
      ...counterparty(kind, accounts, random),
      country,
      time_zone: zone,
    },
  };
}
