import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { SliceItem } from '../../lambdas/shared/ledger/items';
import type { Ledger } from '../../lambdas/shared/ledger/ledger';
import { startLedger, type TestLedger } from './support/ledger';

/** One DynamoDB for a test file, an empty ledger for each of its tests. */
export function ledgerPerTest(): { engine: TestLedger; ledger: Ledger } {
  const store: Partial<{ engine: TestLedger; ledger: Ledger }> = {};
  beforeAll(async () => {
    store.engine = await startLedger();
  });
  afterAll(() => store.engine?.stop());
  beforeEach(async () => {
    store.ledger = await store.engine?.open();
  });
  const present = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('a ledger stands within a test only');
    return value;
  };
  return {
    get engine() {
      return present(store.engine);
    },
    get ledger() {
      return present(store.ledger);
    },
  };
}

export const slice = (over: Partial<SliceItem> = {}): SliceItem => ({
  model: 'gold.sales',
  slice: '2026-01-02',
  run: 'r1',
  fence: 1,
  location: 's3://lake/gold/sales/run=r1/batch=1/attempt=1/business_date=2026-01-02/',
  rows: 10,
  bytes: 100,
  signature: 's1',
  fingerprint: 'f1',
  publishedAt: '2026-01-03T00:00:00.000Z',
  ...over,
});
