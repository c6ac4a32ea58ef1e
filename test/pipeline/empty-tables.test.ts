import { describe, expect, it } from 'vitest';
import { runMedallion } from './support/machine';
import { emptyLakes, sale } from './support/setup';

const lakeOf = emptyLakes();
const SLICED = ['silver.transactions', 'gold.daily', 'gold.weekly'];

describe('a sliced table that nothing has arrived for', () => {
  it('is there without rows, so that what reads it is built', async () => {
    const lake = lakeOf();
    await lake.arrive('products', '2026-01-05', [{ id: 'p' }]);

    const ended = await runMedallion(lake, {});

    expect(ended.cause).toBeUndefined();
    for (const name of SLICED) expect(lake.table(name), name).toEqual([]);
    expect(lake.glue.tables.get('gold.daily')?.PartitionKeys).toEqual([
      { Name: 'business_date', Type: 'string' },
    ]);
    expect(lake.table('silver.products')).toHaveLength(1);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 0 }]);
    const [run] = await lake.ledger.runs.latest(1);
    expect(run?.status).toBe('SUCCEEDED');
    expect(run?.tables?.filter(({ status }) => status !== 'published')).toEqual([]);
  });

  it('is there though nothing at all has arrived', async () => {
    const lake = lakeOf();

    const ended = await runMedallion(lake, {});

    expect(ended.cause).toBeUndefined();
    for (const { name } of lake.models) expect(() => lake.table(name)).not.toThrow();
  });

  it('is there though no other table has anything to build', async () => {
    const lake = lakeOf();
    const [late, ...others] = [...lake.models]
      .reverse()
      .filter(({ name }) => name !== 'gold.total');
    lake.models = others.reverse();
    await runMedallion(lake, {});
    if (late) lake.models = [...lake.models, late];

    const ended = await runMedallion(lake, {});

    expect(ended.states).toEqual(['Plan', 'Planned', 'NothingNew']);
    expect(lake.table(late?.name ?? '')).toEqual([]);
  });

  it('takes the rows that arrive later', async () => {
    const lake = lakeOf();
    await runMedallion(lake, {});
    await lake.arrive('transactions', '2026-01-05', [sale('a', 3)]);

    const ended = await runMedallion(lake, {});

    expect(ended.cause).toBeUndefined();
    expect(lake.table('silver.transactions')).toHaveLength(1);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 3 }]);
  });

  it('is written once: the next runs find it as it is', async () => {
    const lake = lakeOf();
    await lake.arrive('products', '2026-01-05', [{ id: 'p' }]);
    await runMedallion(lake, {});
    const { length } = lake.glue.calls;
    await lake.arrive('products', '2026-01-06', [{ id: 'q' }]);

    await runMedallion(lake, {});

    const again = lake.glue.calls.slice(length);
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter((call) => call.startsWith('createTable'))).toEqual([]);
    expect(lake.glue.tables.get('gold.daily')?.VersionId).toBe('0');
  });
});
