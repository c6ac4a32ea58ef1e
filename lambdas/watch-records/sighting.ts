import { scaled } from '../shared/gate/decimal';

/** Places of an amount as it is kept: those of decimal(18,4). */
export const PLACES = 4;

export type Track = 'transactions' | 'customer_updates';
export type Kind = 'transaction' | 'profile_update' | 'login';

/** One thing that a customer did, as far as rules need it. No value of it identifies a person. */
export interface Sighting {
  /** Stream that it came by. */
  readonly track: Track;
  readonly kind: Kind;
  /** `_key64` of the record: a signed integer of 64 bits, as text. States of one thing share it. */
  readonly key: string;
  /** Epoch milliseconds: when it happened, the same in every state. */
  readonly at: number;
  /** Epoch seconds: when this state was recorded; the newest counts. */
  readonly statedAt: number;
  /** Number of the shard within its stream. */
  readonly shard: number;
  readonly sequence: bigint;
  /** ISO 3166 alpha-2; empty when not known. */
  readonly country: string;
  /** ISO 4217; empty when no money moved. */
  readonly currency: string;
  /** In ten-thousandths of the currency. */
  readonly amount: bigint;
  /** Whether it adds to the customer's totals: completed transactions, and every update. */
  readonly counts: boolean;
}

/** A sighting as it was delivered. */
export interface Delivered extends Sighting {
  /** Whom it is told of: a customer's token, else the account's, else nobody. */
  readonly subject: string | undefined;
  /** System that recorded it. */
  readonly source: string;
  /** Type of the transaction or update, as the contract names it. */
  readonly type: string;
  /** Where the batch resumes when this cannot be handled. */
  readonly sequenceNumber: string;
  /** Epoch milliseconds at which Kinesis took it. */
  readonly arrivedAt: number;
}

/** Where a row came from. */
export interface Place {
  readonly track: Track;
  readonly shard: string;
  readonly sequenceNumber: string;
  readonly arrivedAt: number;
}

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const textOf = (row: Row, name: string): string => {
  const value = row[name];
  return typeof value === 'string' ? value : '';
};

/** `shardId-000000000012` → 12. Another name gets a number of its own all the same. */
export function shardNumber(shard: string): number {
  const digits = /-(\d+)$/.exec(shard)?.[1];
  if (digits !== undefined) return Number(digits) % 65_536;
  return [...shard].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_536, 7);
}

/**
 * What the rules need of a row that the gate accepted. Its identifiers are tokens already.
 * @throws Error when the text is not a row of the gate
 */
export function sightingOf(text: string, place: Place): Delivered {
  const row: unknown = JSON.parse(text);
  if (!isRow(row)) throw new Error('the gate gave no row');
  const { track, shard, sequenceNumber, arrivedAt } = place;
  const shared = {
    track,
    shard: shardNumber(shard),
    sequence: BigInt(sequenceNumber),
    sequenceNumber,
    arrivedAt,
    key: textOf(row, '_key64'),
    source: textOf(row, 'source_system'),
    statedAt: Math.floor(Date.parse(textOf(row, 'event_time')) / 1000),
  };
  return track === 'transactions' ? { ...shared, ...moved(row) } : { ...shared, ...updated(row) };
}

const moved = (row: Row) => ({
  kind: 'transaction' as const,
  type: textOf(row, 'type'),
  at: Date.parse(textOf(row, 'transaction_time')),
  country: textOf(row, 'country'),
  currency: textOf(row, 'currency'),
  amount: scaled(textOf(row, 'amount'), PLACES),
  counts: textOf(row, 'status') === 'COMPLETED',
  subject: textOf(row, 'customer_id') || textOf(row, 'account_id') || undefined,
});

function updated(row: Row) {
  const type = textOf(row, 'event_type');
  // Who failed to log in may be anyone: the place says nothing about the customer.
  const isPlaced = type !== 'login' || textOf(row, 'outcome') === 'success';
  return {
    kind: type === 'login' ? ('login' as const) : ('profile_update' as const),
    type,
    at: Date.parse(textOf(row, 'event_time')),
    country: isPlaced ? textOf(row, 'country') : '',
    currency: '',
    amount: 0n,
    counts: true,
    subject: textOf(row, 'customer_id') || undefined,
  };
}
