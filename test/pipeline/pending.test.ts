import { describe, expect, it } from 'vitest';
import { SETTINGS, type TestLake } from './support/lake';
import { runMedallion } from './support/machine';
import { emptyLakes, sale } from './support/setup';

const lakeOf = emptyLakes();

/** Doubles the revenue of a day: a change of results, hence of the fingerprint. */
function doubleRevenue(lake: TestLake): void {
  lake.models = lake.models.map((model) =>
    model.name === 'gold.daily'
      ? {
          ...model,
          fingerprint: 'doubled',
          make: (sources) =>
            model.make(sources).map((row) => ({ ...row, revenue: Number(row.revenue) * 2 })),
        }
      : model,
  );
}
const revenues = (lake: TestLake): unknown => lake.table('gold.daily').map((row) => row.revenue);

async function twoDays(lake: TestLake): Promise<void> {
  await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
  await lake.arrive('transactions', '2026-01-06', [sale('b', 2)]);
  await runMedallion(lake, {});
}

describe('a changed model', () => {
  it('is rebuilt at once where rebuilding is cheap enough, with what reads it', async () => {
    const lake = lakeOf();
    await twoDays(lake);
    doubleRevenue(lake);

    expect((await runMedallion(lake, {})).cause).toBeUndefined();

    expect(revenues(lake)).toEqual([2, 4]);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 6 }]);
    const states = await lake.ledger.models.of(['gold.daily']);
    expect(states.get('gold.daily')?.fingerprint).toBe('doubled');
    expect((await runMedallion(lake, {})).states).toContain('NothingNew');
  });

  it('waits for apply where it is dear; then it is rebuilt', async () => {
    const lake = lakeOf();
    await twoDays(lake);
    doubleRevenue(lake);
    lake.settings = { ...SETTINGS, autoRebuildDollars: 0.00001 };

    const scheduled = await runMedallion(lake, {});
    const before = revenues(lake);
    const pending = (await lake.ledger.models.of(['gold.daily'])).get('gold.daily')?.pending;
    await runMedallion(lake, { apply: 'gold.daily' });

    expect(scheduled.states.at(-1)).toBe('NothingNew');
    expect(before).toEqual([1, 2]);
    expect(pending).toMatchObject({ fingerprint: 'doubled', approved: false });
    // two tables, two statements each, 10 MB at least
    expect(pending?.dollars).toBeCloseTo(0.0002, 6);
    expect(revenues(lake)).toEqual([2, 4]);
    const after = (await lake.ledger.models.of(['gold.daily'])).get('gold.daily');
    expect(after).toMatchObject({ fingerprint: 'doubled' });
    expect(after).not.toHaveProperty('pending');
  });

  it('that was applied is finished by the next run when the first one breaks off', async () => {
    const lake = lakeOf();
    await twoDays(lake);
    doubleRevenue(lake);
    lake.settings = { ...SETTINGS, autoRebuildDollars: 0.00001, slicesPerBatch: 1 };
    lake.athena.faults.set('ctas gold.daily', ['SYNTAX_ERROR: broken deployment']);

    const broken = await runMedallion(lake, { apply: 'gold.daily' });
    await runMedallion(lake, {});

    expect(broken.status).toBe('FAILED');
    expect(revenues(lake)).toEqual([2, 4]);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 6 }]);
  });

  it('named by apply must exist', async () => {
    const ended = await runMedallion(lakeOf(), { apply: 'gold.typo' });

    expect(ended.cause).toContain('unknown model');
    expect(ended.cause).toContain('gold.daily');
  });
});

describe('domains', () => {
  it('that an environment leaves out are not built, nor what reads them', async () => {
    const lake = lakeOf();
    lake.models = lake.models.map((model) =>
      model.name === 'gold.daily' ? { ...model, domain: 'retail' as const } : model,
    );
    lake.settings = { ...SETTINGS, domains: ['shared', 'banking'] };
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    expect((await runMedallion(lake, {})).cause).toBeUndefined();

    const built = [...lake.glue.tables.keys()].filter((name) => name.startsWith('gold'));
    expect(built).toEqual(['gold.weekly']);
  });
});
