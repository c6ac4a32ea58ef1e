import type { Currency } from './catalogue';
import { moneyText } from './money';
import type { Transaction } from './transaction';

/** Ground truth of generated data, counted while it is made and by nothing that is under test. */
export interface Expected {
  /** Records sent: accepted + rejected. */
  readonly records: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Rejected records by kind of fault. */
  readonly rejectedByKind: Readonly<Record<string, number>>;
  /** Accepted records that say nothing new: sent again, byte for byte. */
  readonly duplicates: number;
  /** Accepted records that an accepted newer state of the same transaction replaces. */
  readonly superseded: number;
  /** Accepted records that claim something else than what was booked. */
  readonly conflicts: number;
  /** Accepted records whose transaction a newer state has moved to another business day. */
  readonly moved: number;
  /** Different transactions: accepted − duplicates − superseded − conflicts − moved. */
  readonly transactions: number;
  readonly byDomain: { readonly retail: number; readonly bank: number };
  /** Transactions by type, whatever their status. */
  readonly byType: Readonly<Record<string, number>>;
  /** Transactions by status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Transactions without a customer. */
  readonly anonymous: number;
  /** Sums of the amounts of completed transactions, by currency and type, as decimal text. */
  readonly completed: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

type Counts = Record<string, number>;
const raise = (counts: Counts, name: string, by = 1): void => {
  counts[name] = (counts[name] ?? 0) + by;
};

export class Tally {
  private readonly newest = new Map<string, Transaction>();
  private readonly rejectedByKind: Counts = {};
  private accepted = 0;
  private duplicates = 0;
  private superseded = 0;
  private conflicts = 0;
  private moved = 0;

  /** A state of a transaction; later calls for the same one are newer states. */
  state(transaction: Transaction): void {
    const key = `${transaction.source} ${transaction.id}`;
    this.accepted += 1;
    if (this.newest.has(key)) this.superseded += 1;
    this.newest.set(key, transaction);
  }

  duplicate(): void {
    this.accepted += 1;
    this.duplicates += 1;
  }

  /** Two records of a transaction, of which one stands. */
  contested(kind: 'conflict' | 'move', standing: Transaction): void {
    this.state(standing);
    this.accepted += 1;
    if (kind === 'conflict') this.conflicts += 1;
    else this.moved += 1;
  }

  bad(kind: string): void {
    raise(this.rejectedByKind, kind);
  }

  expected(): Expected {
    const { newest, rejectedByKind, accepted, duplicates, superseded, conflicts, moved } = this;
    const rejected = Object.values(rejectedByKind).reduce((total, count) => total + count, 0);
    const [byType, byStatus, byDomain]: [Counts, Counts, { retail: number; bank: number }] = [
      {},
      {},
      { retail: 0, bank: 0 },
    ];
    let anonymous = 0;
    for (const { type, status, source, rest } of newest.values()) {
      raise(byType, type);
      raise(byStatus, status);
      byDomain[source === 'core-bank' ? 'bank' : 'retail'] += 1;
      if (rest['customer_id'] === undefined) anonymous += 1;
    }
    return {
      records: accepted + rejected,
      accepted,
      rejected,
      rejectedByKind,
      duplicates,
      superseded,
      conflicts,
      moved,
      transactions: newest.size,
      byDomain,
      byType,
      byStatus,
      anonymous,
      completed: sumsOf(newest.values()),
    };
  }
}

/** Minor units are whole numbers far below 2^53: adding them is exact. */
function sumsOf(transactions: Iterable<Transaction>): Expected['completed'] {
  const sums = new Map<Currency, Counts>();
  for (const { status, currency, type, amount } of transactions) {
    if (status !== 'COMPLETED') continue;
    const counts = sums.get(currency) ?? {};
    raise(counts, type, amount);
    sums.set(currency, counts);
  }
  return Object.fromEntries(
    [...sums].map(([currency, counts]) => [
      currency,
      Object.fromEntries(
        Object.entries(counts).map(([type, amount]) => [type, moneyText(amount, currency)]),
      ),
    ]),
  );
}
