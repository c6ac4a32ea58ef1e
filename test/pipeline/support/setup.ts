import { afterAll, beforeAll, beforeEach } from 'vitest';
import { TestLake } from './lake';
import { type TestLedger, startLedger } from './ledger';
import type { Row } from './objects';

/** An empty lake for every test of the calling file. */
export function emptyLakes(): () => TestLake {
  const held: { engine?: TestLedger; lake?: TestLake } = {};
  beforeAll(async () => {
    held.engine = await startLedger();
  });
  afterAll(() => held.engine?.stop());
  beforeEach(async () => {
    if (held.engine) held.lake = new TestLake(await held.engine.open());
  });
  return () => {
    if (held.lake === undefined) throw new Error('no lake before the first test');
    return held.lake;
  };
}

export const sale = (id: string, amount: number, version = 1): Row => ({ id, amount, version });
