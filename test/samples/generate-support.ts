import { compileValidator } from '../../lambdas/shared/contracts/compile-validator';
import { createGate, type Verdict } from '../../lambdas/shared/gate/gate';
import { contractOf } from '../ingest-file/support/read';
import { settings, tokens } from '../ingest-file/support/memory-door';

export type Fields = Readonly<Record<string, unknown>>;

export const NOW = Date.parse('2026-01-10T12:00:00Z');

export const OPTIONS = { seed: 5, days: 60, transactions: 4_000, endDate: '2026-01-09' };

export const fieldsOf = (text: string): Fields => {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
};

export const judge = (table: string, door: 'stream' | 'file') => {
  const contract = contractOf(table);
  const isCanonical = compileValidator(contract);
  const gate = createGate(contract, { settings, tokens, isCanonical, now: () => NOW });
  const ingestedAt = new Date(NOW).toISOString();
  const origin = {
    door,
    shard: 's',
    sequence: '0'.repeat(56),
    subsequence: 0,
    ingestedAt,
    source: '',
  };
  return (data: Uint8Array): Verdict => gate.judge(data, origin);
};
