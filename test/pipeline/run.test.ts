import { describe, expect, it } from 'vitest';
import { SETTINGS } from './support/lake';
import { runMedallion } from './support/machine';
import { sale } from './support/setup';
import { lakeOf } from './run-support';

describe('a run', () => {
  it('builds every table from what has arrived', async () => {
    const lake = lakeOf();
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
    expect([...lake.glue.tables.keys()].filter((name) => name.startsWith('staging'))).toEqual([]);
    const [run] = await lake.ledger.runs.latest(1);
    expect(run?.status).toBe('SUCCEEDED');
    expect(run?.tables?.map(({ model, slices }) => `${model} ${slices}`)).toContain('gold.daily 2');
  });

  it('with nothing new makes two transitions and no query', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {});
    await lake.ledger.days.raise('transactions', '2026-01-05'); // an event of an object already read
    const before = lake.athena.statements;

    const heard = await runMedallion(lake, {});
    const quiet = await runMedallion(lake, {});

    expect(heard.states).toEqual(['Plan', 'Planned', 'NothingNew']);
    expect(quiet.states).toEqual(heard.states);
    expect(lake.athena.statements).toBe(before);
    expect(await lake.ledger.leases.read()).not.toHaveProperty('holder');
  });

  it('rebuilds only what a changed day touches', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.arrive('transactions', '2026-01-13', [sale('b', 2)]);
    await runMedallion(lake, {});
    await lake.arrive('transactions', '2026-01-13', [sale('c', 5)]);

    await runMedallion(lake, {});

    const [run] = await lake.ledger.runs.latest(1);
    const slices = Object.fromEntries(run?.tables?.map((t) => [t.model, t.slices]) ?? []);
    expect(slices).toEqual({
      'silver.moved_transactions': 1,
      'silver.transactions': 1,
      'gold.daily': 1,
      'gold.weekly': 1,
      'gold.total': 1,
    });
  });

  it('reads what was pinned, not what arrives while it runs', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    const late = { done: false };
    lake.athena.duringCtas = (model) => {
      if (model !== 'silver.moved_transactions' || late.done) return;
      late.done = true;
      void lake.arrive('transactions', '2026-01-05', [sale('late', 100)]);
    };

    await runMedallion(lake, {});
    const first = lake.table('gold.total');
    await runMedallion(lake, {});

    expect(first).toEqual([{ id: 'all', revenue: 1 }]);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 101 }]);
  });

  it('does not see the objects of a file whose claim has not finished', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    const sha256 = 'ab12'.repeat(16);
    const claim = await lake.ledger.files.claim({
      dataset: 'transactions',
      sha256,
      gateVersion: '1',
      source: 's',
      key: 'k',
    });
    const key = `bronze/transactions/business_date=2026-01-05/file=${sha256.slice(0, 12)}-1-0.parquet`;
    await lake.lake.write(key, JSON.stringify({ business_date: '2026-01-05', ...sale('f', 10) }));
    await runMedallion(lake, {});
    const before = lake.table('gold.total');

    await lake.ledger.files.finish(claim);
    await lake.ledger.days.raise('transactions', '2026-01-05');
    await runMedallion(lake, {});

    expect(before).toEqual([{ id: 'all', revenue: 1 }]);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 11 }]);
  });

  it('rebuilds a day whose moved keys changed in the same run', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1), sale('b', 2)]);
    await runMedallion(lake, {});
    await lake.arrive('transactions', '2026-01-20', [sale('a', 7, 2)]);

    await runMedallion(lake, {});

    expect(lake.table('silver.transactions').map(({ id }) => id)).toEqual(['b', 'a']);
    expect(lake.table('gold.daily').map(({ revenue }) => revenue)).toEqual([2, 7]);
    expect((await runMedallion(lake, {})).states).toContain('NothingNew');
  });

  it('takes a new reference table when a slice is next rebuilt, not before', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.arrive('transactions', '2026-01-06', [sale('b', 1)]);
    await runMedallion(lake, {});
    await lake.arrive('products', '2026-01-07', [{ id: 'p' }]);
    await lake.arrive('transactions', '2026-01-06', [sale('c', 1)]);

    await runMedallion(lake, {});
    const kept = lake.table('gold.daily').map(({ products }) => products);
    await runMedallion(lake, { full: true });

    expect(kept).toEqual([0, 1]);
    expect(lake.table('gold.daily').map(({ products }) => products)).toEqual([1, 1]);
  });

  it('rebuilds published slices on a new reference table where the header says so', async () => {
    const lake = lakeOf();
    lake.models = lake.models.map((model) =>
      model.name === 'gold.daily' ? { ...model, onChange: 'rebuild' as const } : model,
    );
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {});
    await lake.arrive('products', '2026-01-07', [{ id: 'p' }]);

    await runMedallion(lake, {});

    expect(lake.table('gold.daily').map(({ products }) => products)).toEqual([1]);
  });
});

describe('daily models', () => {
  it('are refreshed once a day, with all that changed since', async () => {
    const lake = lakeOf();
    lake.settings = { ...SETTINGS, dailyModels: { hour: 2, timeZone: 'UTC' } };
    const weekly = (): unknown => lake.table('gold.weekly').map(({ revenue }) => revenue);
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {}, { startedAt: '2026-02-01T03:00:00Z' });
    const first = weekly();
    await lake.arrive('transactions', '2026-01-05', [sale('b', 2)]);
    await runMedallion(lake, {}, { startedAt: '2026-02-01T03:15:00Z' });
    const sameDay = weekly();
    await runMedallion(lake, {}, { startedAt: '2026-02-02T01:45:00Z' });
    const beforeTheHour = weekly();

    await runMedallion(lake, {}, { startedAt: '2026-02-02T02:00:00Z' });

    expect([first, sameDay, beforeTheHour, weekly()]).toEqual([[1], [1], [1], [3]]);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 3 }]);
  });
});
