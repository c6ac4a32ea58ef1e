import { describe, expect, it } from 'vitest';
import { SETTINGS } from './support/lake';
import { runMedallion } from './support/machine';
import { emptyLakes, sale } from './support/setup';

const lakeOf = emptyLakes();

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

describe('requests', () => {
  it('rebuild asked days whether or not anything changed', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.arrive('transactions', '2026-01-13', [sale('b', 2)]);
    await runMedallion(lake, {});
    const before = lake.glue.partitionsOf('silver.transactions');

    await runMedallion(lake, { from: '2026-01-12', to: '2026-01-14' });

    const after = lake.glue.partitionsOf('silver.transactions');
    expect(after['2026-01-05']).toBe(before['2026-01-05']);
    expect(after['2026-01-13']).not.toBe(before['2026-01-13']);
  });

  it('rebuild everything in full', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {});
    const before = lake.glue.locationOf('silver', 'products');

    expect((await runMedallion(lake, { full: true })).cause).toBeUndefined();

    expect(lake.glue.locationOf('silver', 'products')).not.toBe(before);
  });

  it('estimate slices, bytes and dollars without building, and without the lease', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    const ended = await runMedallion(lake, { dryRun: true });

    expect(ended.states.at(-1)).toBe('Estimated');
    expect(ended.output).toMatchObject({ status: 'dryRun', estimate: { slices: 6 } });
    // six tables, two statements each, 10 MB at least: 12 × 0.00005 dollars
    expect(ended.output).toHaveProperty('estimate.dollars', expect.closeTo(0.0006, 6));
    expect(lake.athena.statements).toBe(0);
    expect(await lake.ledger.leases.read()).toEqual({ fence: 0 });
    expect(lake.results.held.size).toBe(0);
  });

  it('that make no sense fail clearly and hold no lease', async () => {
    const lake = lakeOf();

    const ended = await runMedallion(lake, { date: ['2026-01-05'] });

    expect(ended).toMatchObject({ status: 'FAILED', error: 'RequestError' });
    expect(ended.cause).toContain('unknown input date: use dates, from, to, full, dryRun, apply');
    expect(await lake.ledger.leases.read()).toEqual({ fence: 0 });
  });
});

describe('the lease', () => {
  it('refuses a second start while a run is at work; the schedule leaves quietly', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.ledger.leases.takeOver('arn:other', { fence: 0 });
    lake.alive.add('arn:other');

    const scheduled = await runMedallion(lake, {});
    const asked = await runMedallion(lake, { full: true });

    expect(scheduled.states.at(-1)).toBe('LeftToTheOther');
    expect(scheduled.output).toMatchObject({ status: 'busy', holder: 'arn:other' });
    expect(JSON.stringify(scheduled.output)).toContain('execution other, which is planning');
    expect(asked).toMatchObject({ status: 'FAILED', error: 'Sluice.Busy' });
    expect(asked.cause).toContain('another run is going on (execution other');
    expect(lake.athena.statements).toBe(0);
  });

  it('lets one of two runs that start at once go on, and the other leave', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    const both = await Promise.all([runMedallion(lake, {}), runMedallion(lake, {})]);

    const ends = both.map(({ status, states }) => `${status} ${states.at(-1) ?? ''}`);
    expect(ends.sort()).toEqual(['SUCCEEDED Done', 'SUCCEEDED LeftToTheOther']);
    expect(both.filter(({ states }) => states.includes('Levels')).length).toBe(1);
    expect((await lake.ledger.runs.latest(9)).map(({ status }) => status)).toEqual(['SUCCEEDED']);
    expect(await lake.ledger.leases.read()).toEqual({ fence: 1 });
  });

  it('tells of the first good run after a failed one, once', async () => {
    const lake = lakeOf();
    const recovered = async (day: string): Promise<unknown> => {
      await lake.arrive('transactions', day, [sale('a', 1)]);
      const { output } = await runMedallion(lake, {});
      return typeof output === 'object' && output !== null && 'recovered' in output
        ? output.recovered
        : undefined;
    };
    const inputs = lake.glue.tables.get('ops.run_inputs');
    lake.glue.tables.delete('ops.run_inputs');
    expect(await recovered('2026-01-05')).toBeUndefined();
    if (inputs) lake.glue.tables.set('ops.run_inputs', inputs);

    expect(await recovered('2026-01-06')).toBe(true);
    expect(await recovered('2026-01-07')).toBe(false);
  });

  it('is given back by a run that a fault of its own ended', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    lake.glue.tables.delete('ops.run_inputs');

    const ended = await runMedallion(lake, {});

    expect(ended).toMatchObject({ status: 'FAILED', error: 'EntityNotFoundException' });
    expect(await lake.ledger.leases.read()).toEqual({ fence: 1 });
    const [run] = await lake.ledger.runs.latest(1);
    expect(run?.status).toBe('FAILED');
    expect(run?.error).toContain('EntityNotFoundException');
  });
});
