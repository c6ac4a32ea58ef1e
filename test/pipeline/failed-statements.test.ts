import { describe, expect, it } from 'vitest';
import type { TestLake } from './support/lake';
import { runMedallion } from './support/machine';
import { sale } from './support/setup';
import { lakeOf, change } from './audit-support';

describe('an empty slice', () => {
  const emptied = async (lake: TestLake, isExplained: boolean) => {
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.arrive('transactions', '2026-01-06', [sale('b', 2)]);
    await runMedallion(lake, {});
    change(lake, 'gold.daily', {
      make: ({ slice }) => (slice === '2026-01-05' ? [] : [{ id: slice, revenue: 2 }]),
      fails: (check) => (check === 'reconcile:rows' && !isExplained ? 1 : 0),
      checks: [
        {
          id: 'reconcile:rows',
          kind: 'reconcile',
          severity: 'warn',
          about: 'source',
          explainsEmpty: true,
        },
      ],
      fingerprint: 'changed',
    });
    return runMedallion(lake, {});
  };

  it('is published empty when reconcile explains it: its partition goes', async () => {
    const lake = lakeOf();

    expect((await emptied(lake, true)).cause).toBeUndefined();

    expect(Object.keys(lake.glue.partitionsOf('gold.daily'))).toEqual(['2026-01-06']);
    const { published } = await lake.ledger.slices.get('gold.daily', '2026-01-05');
    expect(published?.rows).toBe(0);
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 2 }]);
  });

  it('is not published when nothing explains it: the old rows stay', async () => {
    const lake = lakeOf();

    const ended = await emptied(lake, false);

    expect(ended.cause).toContain('it has no rows, and no reconcile explains why');
    expect(Object.keys(lake.glue.partitionsOf('gold.daily'))).toContain('2026-01-05');
  });

  it('of a whole table without any input is published, so that its readers can run', async () => {
    const lake = lakeOf();
    change(lake, 'silver.products', { fails: () => 0, checks: [] });
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);

    expect((await runMedallion(lake, {})).cause).toBeUndefined();

    expect(lake.table('silver.products')).toEqual([]);
    expect(lake.table('gold.daily')).toHaveLength(1);
  });
});

describe('a failed statement', () => {
  const reason = (text: string): string => text;

  it('is rendered again under the next attempt, which writes elsewhere', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    lake.athena.faults.set('ctas silver.transactions', [reason('GENERIC_INTERNAL_ERROR: x')]);
    lake.athena.faults.set('audit gold.daily', ['TooManyRequestsException: Rate exceeded']);

    const ended = await runMedallion(lake, {});

    expect(ended.cause).toBeUndefined();
    const partition = lake.glue.partitionsOf('silver.transactions')['2026-01-05'];
    expect(partition).toContain('/batch=1/attempt=2/');
    expect(lake.glue.partitionsOf('gold.daily')['2026-01-05']).toContain('/attempt=2/');
  });

  it('ends the build after three attempts, and the next run tries again', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    const unlucky = 'Query exhausted resources at this scale factor';
    lake.athena.faults.set('ctas silver.transactions', [unlucky, unlucky, unlucky]);

    const failed = await runMedallion(lake, {});
    const again = await runMedallion(lake, {});

    expect(failed.cause).toContain('silver.transactions failed: sql/silver/transactions.sql: ctas');
    expect(failed.cause).toContain('attempt 3 of 3');
    expect(again.cause).toBeUndefined();
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 1 }]);
  });

  it('that is hopeless ends at once, with the model’s file and without the data it quotes', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    lake.athena.faults.set('ctas gold.daily', [
      "INVALID_CAST_ARGUMENT: Cannot cast 'jane@example.org' to BIGINT. Column 'business_date'",
    ]);

    const ended = await runMedallion(lake, {});

    expect(ended.cause).toContain(
      'gold.daily failed: sql/gold/daily.sql: ctas failed in attempt 1',
    );
    expect(ended.cause).toContain("Column 'business_date'");
    expect(JSON.stringify([...lake.results.held.values()].map(String))).not.toContain('jane');
    expect(ended.cause).not.toContain('jane');
    const [run] = await lake.ledger.runs.latest(1);
    const statuses = run?.tables?.map(({ model, status }) => `${model} ${status}`);
    expect(statuses).toContain('gold.weekly published');
    expect(statuses).toContain('gold.total skipped');
    expect([...lake.glue.tables.keys()].filter((name) => name.startsWith('staging'))).toEqual([]);
  });

  it('that left objects its manifest does not name is built again elsewhere', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    const audit = lake.athena.audit.bind(lake.athena);
    lake.athena.audit = async (model, build, attempt) => {
      const prefix = `gold/daily/run=${build.run}/batch=1/attempt=1/`;
      if (model.name === 'gold.daily' && attempt === 1) {
        await lake.lake.write(`${prefix}business_date=2026-01-05/orphan.parquet`, '{"revenue":9}');
      }
      return audit(model, build, attempt);
    };

    const ended = await runMedallion(lake, {});

    expect(ended.cause).toBeUndefined();
    expect(lake.glue.partitionsOf('gold.daily')['2026-01-05']).toContain('/attempt=2/');
    expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: 1 }]);
  });
});
