import { validatorOf } from '../../lambdas/shared/contracts/validator-of';
import { createGate } from '../../lambdas/shared/gate/gate';
import { settings, tokens } from '../ingest-file/support/memory-door';
import { contractOf } from '../ingest-file/support/read';
import type { JsonRow } from '../ingest-file/support/look-alike';
import { random } from '../sql/history';

const NOW = Date.parse('2026-06-30T12:00:00Z');
const DAY_MS = 86_400_000;

export interface Sent {
  readonly [field: string]: unknown;
  readonly transaction_id: string;
  readonly transaction_time: string;
  readonly event_time: string;
  readonly business_date: string;
  readonly type: string;
  readonly status: string;
  readonly currency: string;
  readonly amount: string;
  readonly customer_id?: string;
  readonly account_id?: string;
  readonly items?: readonly { readonly product_id: string; readonly line_amount: string }[];
}

const money = (cents: number): string => (cents / 100).toFixed(2);
const days = (first: string, later: number): string =>
  new Date(Date.parse(first) + later * DAY_MS).toISOString().slice(0, 10);

type Below = (n: number) => number;
const pick = <T>(below: Below, list: readonly [T, ...T[]]): T =>
  list[below(list.length)] ?? list[0];

function retail(below: Below, place: object): object {
  const lines = Array.from({ length: 1 + below(3) }, () => ({
    product_id: `p${below(6)}`,
    quantity: String(below(4)),
    cents: below(5) === 0 ? 1000 : below(4000),
  }));
  const total = lines.reduce((sum, { cents }) => sum + cents, 0);
  const items = lines.map(({ cents, ...line }) => ({ ...line, line_amount: money(cents) }));
  const type = pick(below, ['sale', 'sale', 'sale', 'sale', 'refund']);
  const isPos = below(2) === 0;
  return {
    ...place,
    type,
    channel: isPos ? 'pos' : 'web',
    ...(isPos && { store_id: `s${below(3)}` }),
    ...(type === 'refund' && { original_transaction_id: 't0' }),
    ...(below(4) > 0 && { customer_id: `c${below(7)}` }),
    amount: money(total),
    items,
  };
}

function bank(below: Below, place: object): object {
  const type = pick(below, ['payment', 'transfer', 'deposit', 'withdrawal', 'fee']);
  const account = below(4);
  return {
    ...place,
    type,
    channel: pick(below, ['branch', 'atm', 'app']),
    direction: type === 'deposit' || (type === 'transfer' && below(2) === 0) ? 'credit' : 'debit',
    account_id: `a${account}`,
    ...(below(5) > 0 && { customer_id: `c${account}` }),
    ...(type === 'transfer' && { counterparty_account: `x${below(3)}` }),
    country: pick(below, ['DE', 'DE', 'FR']),
    amount: money(below(8) === 0 ? 990_000 + below(30_000) : below(50_000)),
  };
}

/**
 * States of a few transactions over some months: refunds, cancellations, pending ones that are booked, two currencies,
 * anonymous customers, equal amounts, days without business, and some that move to another business day.
 */
export function sentStates(
  seed: number,
  transactions: number,
  first = '2026-01-05',
): readonly Sent[] {
  const below = random(seed);
  const states: Sent[] = [];
  for (let at = 0; at < transactions; at += 1) {
    const day = days(first, below(below(3) === 0 ? 100 : 40));
    const time = `${day}T${String(8 + below(10)).padStart(2, '0')}:${String(below(60)).padStart(2, '0')}:00.000Z`;
    const place = {
      transaction_id: `t${at}`,
      source_system: below(2) === 0 ? 'till' : 'core',
      transaction_time: time,
      event_time: time,
      business_date: day,
      currency: pick(below, ['EUR', 'EUR', 'USD']),
      status: pick(below, ['COMPLETED', 'COMPLETED', 'COMPLETED', 'PENDING', 'CANCELLED']),
    };
    const one = (below(3) === 0 ? bank(below, place) : retail(below, place)) as Sent;
    states.push(one);
    if (one.status !== 'PENDING') continue;
    const later = new Date(Date.parse(time) + 3_600_000).toISOString();
    const moved = below(4) === 0 ? days(day, 1) : day;
    states.push({ ...one, status: 'COMPLETED', event_time: later, business_date: moved });
  }
  return states;
}

/** Bronze rows of the transactions, in the order given, as if each part had come in a file of its own. */
export async function gated(parts: readonly (readonly object[])[]): Promise<readonly JsonRow[]> {
  const contract = contractOf('transactions');
  const isCanonical = await validatorOf(contract);
  const gate = createGate(contract, { settings, tokens, isCanonical, now: () => NOW });
  return parts.flatMap((part, number) =>
    part.map((record, at): JsonRow => {
      const verdict = gate.judge(Buffer.from(JSON.stringify(record)), {
        door: 'file',
        shard: String(number).padStart(12, '0'),
        sequence: String(at + 1).padStart(56, '0'),
        subsequence: at + 1,
        ingestedAt: new Date(NOW).toISOString(),
        source: '',
      });
      if (!verdict.accepted) throw new Error(JSON.stringify(verdict.reasons));
      const row: unknown = JSON.parse(verdict.row);
      return typeof row === 'object' ? { ...row, _partition: verdict.partition } : {};
    }),
  );
}

/** The current state of each transaction: the newest one that was sent. */
export function settled(states: readonly Sent[]): readonly Sent[] {
  const newest = new Map<string, Sent>();
  for (const state of states) {
    const key = `${String(state['source_system'])}/${state.transaction_id}`;
    const known = newest.get(key);
    if (known === undefined || known.event_time <= state.event_time) newest.set(key, state);
  }
  return [...newest.values()];
}
