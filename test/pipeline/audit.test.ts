import { describe, expect, it } from 'vitest';
import type { TestModel } from './support/engine';
import { runMedallion } from './support/machine';
import { sale } from './support/setup';
import { lakeOf, change } from './audit-support';

const blocks =
  (check: string, day: string): TestModel['fails'] =>
  (id, _rows, { slice }) =>
    id === check && slice === day ? 2 : 0;

describe('an audit', () => {
  it('blocks the slice that does not reconcile, keeps yesterday’s, stops only what reads it', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.arrive('transactions', '2026-01-13', [sale('b', 1)]);
    await runMedallion(lake, {});
    change(lake, 'silver.transactions', { fails: blocks('reconcile:rows', '2026-01-05') });
    await lake.arrive('transactions', '2026-01-05', [sale('c', 10)]);
    await lake.arrive('transactions', '2026-01-13', [sale('d', 20)]);

    const ended = await runMedallion(lake, {});

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Sluice.TablesFailed' });
    expect(ended.cause).toContain('silver.transactions blocked: 2026-01-05 reconcile:rows');
    expect(lake.table('gold.daily').map(({ revenue }) => revenue)).toEqual([1, 21]);
    const [run] = await lake.ledger.runs.latest(1);
    expect(run?.tables?.map(({ model, status }) => `${model} ${status}`)).toEqual([
      'silver.moved_transactions published',
      'silver.transactions blocked',
      'gold.daily skipped',
      'gold.weekly skipped',
      'gold.total skipped',
    ]);
  });

  it('is not repeated on the same inputs, unless the days are asked for', async () => {
    const lake = lakeOf();
    change(lake, 'silver.transactions', { fails: blocks('unique:key', '2026-01-05') });
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {});
    const before = lake.athena.statements;

    const again = await runMedallion(lake, {});
    const statements = lake.athena.statements;
    change(lake, 'silver.transactions', { fails: () => 0 });
    const asked = await runMedallion(lake, { dates: ['2026-01-05'] });

    expect(again.states.at(-1)).toBe('NothingNew');
    expect(statements).toBe(before);
    expect(asked.cause).toBeUndefined();
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 1 }]);
  });

  it('is repeated when the checks change, though no day did', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.arrive('transactions', '2026-01-13', [sale('b', 1)]);
    change(lake, 'gold.daily', { fails: blocks('unique:key', '2026-01-05') });
    await runMedallion(lake, {});
    await runMedallion(lake, {});
    const quiet = await runMedallion(lake, {});
    const before = lake.athena.statements;
    change(lake, 'gold.daily', { checks: [], fails: () => 0 });

    const judged = await runMedallion(lake, {});
    const after = await runMedallion(lake, {});

    expect(quiet.states).toEqual(['Plan', 'Planned', 'NothingNew']);
    expect(quiet.output).toMatchObject({ status: 'nothing', blocked: { 'gold.daily': 1 } });
    expect(JSON.stringify(quiet.output)).toContain('npx sluice apply gold.daily');
    expect(judged.cause).toBeUndefined();
    expect(lake.athena.statements).toBeGreaterThan(before);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 2 }]);
    expect(after.output).toMatchObject({ status: 'nothing', blocked: {} });
  });

  it('under new checks blocks again what they too refuse, once', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    change(lake, 'gold.weekly', { fails: () => 1 });
    await runMedallion(lake, {});
    change(lake, 'gold.weekly', {
      checks: [{ id: 'other', kind: 'expression', severity: 'error', about: 'another check' }],
    });

    const judged = await runMedallion(lake, {});
    const before = lake.athena.statements;
    const again = await runMedallion(lake, {});

    expect(judged.cause).toContain('gold.weekly blocked: 2026-01-05 other');
    expect(again.states).toEqual(['Plan', 'Planned', 'NothingNew']);
    expect(again.output).toMatchObject({ blocked: { 'gold.weekly': 1 } });
    expect(lake.athena.statements).toBe(before);
  });

  it('is remembered by the model though a crash kept it from the slices', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {});
    await lake.ledger.models.addBlocked('gold.weekly', { '2026-01-05': 'others' });

    const healed = await runMedallion(lake, {});
    const states = await lake.ledger.models.of(['gold.weekly']);

    expect(healed.output).toMatchObject({ status: 'nothing', blocked: {} });
    expect(states.get('gold.weekly')?.blocked).toEqual({});
  });

  it('lets a slice through when few enough of its rows fail', async () => {
    const lake = lakeOf();
    const sales = ['a', 'b', 'c', 'd'].map((id) => sale(id, 1));
    const mostly = (share: number) =>
      change(lake, 'silver.transactions', {
        checks: [
          { id: 'range', kind: 'between', severity: 'error', about: 'small', mostly: share },
        ],
        fails: (id) => (id === 'range' ? 1 : 0),
      });
    mostly(0.9);
    await lake.arrive('transactions', '2026-01-05', sales);

    const stopped = await runMedallion(lake, {});
    mostly(0.75);
    const passed = await runMedallion(lake, {});

    expect(stopped.cause).toContain('range: 1 against "small"');
    expect(passed.cause).toBeUndefined();
  });

  it('lets a slice with a warning through and records it', async () => {
    const lake = lakeOf();
    change(lake, 'silver.transactions', {
      checks: [{ id: 'range', kind: 'between', severity: 'warn', about: 'amounts are small' }],
      fails: () => 3,
    });
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    expect((await runMedallion(lake, {})).cause).toBeUndefined();

    const { published } = await lake.ledger.slices.get('silver.transactions', '2026-01-05');
    expect(published?.warnings).toEqual(['range: 3 against "amounts are small"']);
  });

  it('reports when the rows of a slice change by more than the header allows', async () => {
    const lake = lakeOf();
    change(lake, 'silver.transactions', {
      checks: [
        { id: 'row_drift', kind: 'row_drift', severity: 'error', about: 'steady', drift: 0.5 },
      ],
    });
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1), sale('b', 1)]);
    await runMedallion(lake, {});
    await lake.arrive('transactions', '2026-01-05', [sale('c', 1), sale('d', 1), sale('e', 1)]);

    expect((await runMedallion(lake, {})).cause).toContain('5 rows after 2');
  });
});
