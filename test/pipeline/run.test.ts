import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestLake } from './support/lake';
import { type TestLedger, startLedger } from './support/ledger';
import { runMedallion } from './support/machine';

let engine: TestLedger;
let lake: TestLake;
beforeAll(async () => {
  engine = await startLedger();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  lake = new TestLake(await engine.open());
});

const sale = (id: string, amount: number, version = 1) => ({ id, amount, version });

describe('a run', () => {
  it('builds every table from what has arrived', async () => {
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1), sale('b', 2)]);
    await lake.arrive('transactions', '2026-01-06', [sale('c', 3), sale('c', 4, 2)]);
    await lake.arrive('products', '2026-01-07', [{ id: 'p' }]);

    const ended = await runMedallion(lake, {});

    expect(ended.cause).toBeUndefined();
    expect(lake.table('gold.daily')).toEqual([
      { id: '2026-01-05', revenue: 3, products: 1 },
      { id: '2026-01-06', revenue: 4, products: 1 },
    ]);
    expect(lake.table('gold.weekly')).toEqual([{ id: '2026-01-05', revenue: 7 }]);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 7 }]);
  });

  it('with nothing new makes two transitions and no query', async () => {
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {});
    const before = lake.athena.statements;

    const ended = await runMedallion(lake, {});

    expect(ended.states).toEqual(['Plan', 'Planned', 'NothingNew']);
    expect(lake.athena.statements).toBe(before);
  });
});
