import { contractOfTable } from '../../lambdas/shared/contracts';
import { compileValidator } from '../../lambdas/shared/contracts/compile-validator';
import { createGate, type Gate, type Origin, type Verdict } from '../../lambdas/shared/gate/gate';
import { openTokens } from '../../lambdas/shared/gate/subkeys';
import type { GateSettings } from '../../lambdas/shared/settings';
import { configFor } from '../../lib/config';
import { NOW } from './arbitrary';

export const settings: GateSettings = configFor('prod').gate;

/** Tokens by subkeys of a key that never leaves this process. */
export const tokens = await openTokens(
  { generateMac: ({ Message }) => Promise.resolve({ Mac: Buffer.from(Message) }) },
  'test',
);

export const origin: Origin = {
  door: 'stream',
  shard: 'shardId-000000000000',
  sequence: '49590338271490256608559692538361571095921575989136588898'.padStart(56, '0'),
  subsequence: 0,
  ingestedAt: new Date(NOW).toISOString(),
  source: '',
};
export const fileOrigin: Origin = { ...origin, door: 'file', shard: '0123456789ab', sequence: '0' };

export const openGate = (table = 'transactions', changed: Partial<GateSettings> = {}): Gate => {
  const contract = contractOfTable(table);
  return createGate(contract, {
    settings: { ...settings, ...changed },
    tokens,
    isCanonical: compileValidator(contract),
    now: () => NOW,
  });
};

const gates = new Map<string, Gate>();

/** The verdict of prod's gate on a text. */
export function judge(text: string | Uint8Array, table = 'transactions', from = origin): Verdict {
  const gate = gates.get(table) ?? openGate(table);
  gates.set(table, gate);
  return gate.judge(typeof text === 'string' ? Buffer.from(text) : text, from);
}

/** Reason codes of a record, sorted; empty when it is accepted. */
export function codesOf(record: unknown, table = 'transactions', from = origin): readonly string[] {
  const verdict = judge(typeof record === 'string' ? record : JSON.stringify(record), table, from);
  return verdict.accepted ? [] : [...new Set(verdict.reasons.map(({ code }) => code))].sort();
}

type Members = Readonly<Record<string, unknown>>;
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A row as columns. */
export function columnsOf(row: string): Members {
  const value: unknown = JSON.parse(row);
  if (!isMembers(value)) throw new Error('a row is an object');
  return value;
}

/** The columns of an accepted record. */
export function accepted(record: unknown, table = 'transactions', from = origin): Members {
  const verdict = judge(typeof record === 'string' ? record : JSON.stringify(record), table, from);
  if (!verdict.accepted) throw new Error(`rejected: ${JSON.stringify(verdict.reasons)}`);
  return columnsOf(verdict.row);
}

/** A sale of two lines that the gate accepts. */
export const SALE = {
  transaction_id: 'txn_1',
  source_system: 'pos-north',
  transaction_time: '2026-06-15T10:00:00.000Z',
  event_time: '2026-06-15T10:00:01.000Z',
  channel: 'pos',
  type: 'sale',
  status: 'COMPLETED',
  currency: 'USD',
  amount: '12.50',
  store_id: 'store_1',
  customer_id: 'household_1',
  items: [
    { product_id: 'p1', quantity: 1, line_amount: '10.00' },
    { product_id: 'p2', quantity: '2', line_amount: '2.50' },
  ],
};

/** A bank transfer that the gate accepts. */
export const TRANSFER = {
  transaction_id: 'bank_1',
  source_system: 'core',
  transaction_time: '2026-06-15T10:00:00.000Z',
  event_time: '2026-06-15T10:00:01.000Z',
  channel: 'app',
  type: 'transfer',
  status: 'PENDING',
  currency: 'EUR',
  amount: '100.00',
  account_id: 'acc_1',
  direction: 'debit',
  counterparty_account: 'acc_2',
};
