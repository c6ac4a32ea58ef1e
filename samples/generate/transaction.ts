import type { Currency } from './catalogue';
import { moneyText } from './money';

/** A transaction before it is written; amounts in minor units. */
export interface Transaction {
  readonly id: string;
  readonly source: 'retail-pos' | 'core-bank';
  /** Epoch milliseconds. */
  readonly time: number;
  readonly type: string;
  readonly status: 'PENDING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  readonly channel: string;
  readonly currency: Currency;
  readonly amount: number;
  /** Everything else, as the contract names it, in the order in which it is written. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** The record as producers send it. @param eventTime when this state was recorded, epoch milliseconds */
export const recordOf = (
  transaction: Transaction,
  eventTime: number,
): Readonly<Record<string, unknown>> => ({
  transaction_id: transaction.id,
  source_system: transaction.source,
  transaction_time: new Date(transaction.time).toISOString(),
  event_time: new Date(eventTime).toISOString(),
  channel: transaction.channel,
  type: transaction.type,
  status: transaction.status,
  currency: transaction.currency,
  amount: moneyText(transaction.amount, transaction.currency),
  ...transaction.rest,
});
