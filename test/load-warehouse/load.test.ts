import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lookAtLoad, startLoad, tablesBehind } from '../../lambdas/load-warehouse/load';
import { startLedger, type TestLedger } from '../pipeline/support/ledger';
import { begin, days, Loading, sales } from './loading';

let engine: TestLedger;
let loading: Loading;
beforeAll(async () => {
  engine = await startLedger();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  loading = new Loading(await engine.open());
});

describe('the load of a table', () => {
  it('replaces exactly the slices that were published anew', async () => {
    await loading.publish('a', days(3));
    await loading.walk(begin());
    await loading.publish('b', ['2026-01-02'], 2);
    loading.asked.batches.clear();

    expect(await loading.walk(begin('run-2'))).toMatchObject({ next: 'done', slices: 1, rows: 10 });
    expect([...loading.asked.batches.values()]).toEqual([
      [
        "DELETE FROM mart.sales WHERE business_date IN ('2026-01-02')",
        "INSERT INTO mart.sales (store_id, business_date) SELECT store_id, business_date FROM gold.sales WHERE business_date IN ('2026-01-02')",
        "SELECT CAST(CASE WHEN (SELECT count(*) FROM mart.sales WHERE business_date IN ('2026-01-02')) = 10 THEN '1' ELSE 'rows differ' END AS integer)",
      ],
    ]);
  });

  it('asks nothing when nothing was published since', async () => {
    await loading.publish('a', days(2));
    await loading.walk(begin());

    expect(await tablesBehind(loading.ports)).toEqual([]);
    expect(await startLoad(loading.ports, begin('run-2'))).toMatchObject({
      next: 'done',
      slices: 0,
    });
  });

  it('is looked for in several tables at a time, and answered in their order', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `gold.t${at}`);
    const reading = { now: 0, most: 0 };
    const slices = {
      ...loading.ledger.slices,
      of: async (model: string) => {
        reading.most = Math.max(reading.most, (reading.now += 1));
        const found = await loading.ledger.slices.of(model === 'gold.t3' ? model : sales.name);
        reading.now -= 1;
        return found;
      },
    };
    loading.ports = {
      ...loading.ports,
      ledger: { ...loading.ledger, slices },
      models: new Map(names.map((name) => [name, { ...sales, name }])),
    };
    await loading.publish('a', days(1));

    expect(await tablesBehind(loading.ports)).toEqual(names.filter((name) => name !== 'gold.t3'));
    expect(reading.most).toBeGreaterThan(1);
    expect(reading.most).toBeLessThan(names.length);
  });

  it('goes in batches of a hundred slices, over years', async () => {
    await loading.publish('a', days(430));

    expect(await loading.walk(begin())).toMatchObject({ next: 'done', slices: 430, rows: 4300 });
    expect(loading.asked.batches.size).toBe(5);
    expect((await loading.ledger.loads.of(sales.name)).size).toBe(430);
  });

  it('that fails records nothing, says why without a value, and is tried by the next run', async () => {
    await loading.publish('a', days(1));
    loading.asked.end = { status: 'failed', message: 'ERROR: value "Anna 4242 4242" too long' };

    const failed = await startLoad(loading.ports, begin());

    expect(failed).toMatchObject({ next: 'failed', reason: 'ERROR: value … too long' });
    expect(await tablesBehind(loading.ports)).toEqual([sales.name]);
    loading.asked.end = { status: 'finished', message: '' };
    expect(await loading.walk(begin('run-2'))).toMatchObject({ next: 'done', slices: 1 });
    expect(loading.asked.batches.size).toBe(2);
  });

  it('says that counts differ where they do', async () => {
    await loading.publish('a', days(1));
    loading.asked.end = { status: 'failed', message: 'ERROR: invalid input syntax: "rows differ"' };

    expect((await startLoad(loading.ports, begin())).reason).toContain('another number of rows');
  });

  it('sends the same token for the same batch of a run', async () => {
    await loading.publish('a', days(2));
    loading.asked.end = { status: 'running', message: '' };

    const first = await startLoad(loading.ports, begin());
    const second = await startLoad(loading.ports, begin());

    expect(first).toMatchObject({ next: 'wait' });
    expect(second.batch?.token).toBe(first.batch?.token);
  });

  it('that ends within a moment needs no other step', async () => {
    await loading.publish('a', days(2));
    loading.asked.end = { status: 'running', message: '' };
    loading.ports = {
      ...loading.ports,
      pause: () => Promise.resolve(void (loading.asked.end = { status: 'finished', message: '' })),
    };

    expect(await startLoad(loading.ports, begin())).toMatchObject({ next: 'done', slices: 2 });
  });

  it('takes what was published anew while it ran for not loaded', async () => {
    await loading.publish('a', days(2));
    loading.asked.end = { status: 'running', message: '' };
    const running = await startLoad(loading.ports, begin());
    await loading.publish('b', ['2026-01-02'], 2);
    loading.asked.end = { status: 'finished', message: '' };

    expect(await lookAtLoad(loading.ports, running)).toMatchObject({ next: 'start', slices: 0 });
    expect((await loading.ledger.loads.of(sales.name)).size).toBe(0);
  });

  it('is given up and stopped after half an hour', async () => {
    await loading.publish('a', days(1));
    loading.asked.end = { status: 'running', message: '' };
    const running = await startLoad(loading.ports, begin());
    loading.clock = 31 * 60_000;

    expect(await lookAtLoad(loading.ports, running)).toMatchObject({ next: 'failed' });
    expect(loading.asked.cancelled).toEqual([running.batch?.id]);
  });

  it('is done again when the table has another shape', async () => {
    await loading.publish('a', days(2));
    await loading.walk(begin());
    const spread = { ...sales, warehouse: { dist: 'even', sort: [] } };
    loading.ports = { ...loading.ports, models: new Map([[sales.name, spread]]) };

    expect(await tablesBehind(loading.ports)).toEqual([sales.name]);
  });

  it('of a whole table replaces all of it', async () => {
    const whole = { ...sales, slice: { by: 'none', lookback: 0 } } as const;
    loading.ports = { ...loading.ports, models: new Map([[sales.name, whole]]) };
    await loading.publish('a', ['all']);

    await loading.walk(begin());

    expect([...loading.asked.batches.values()][0]?.[0]).toBe('DELETE FROM mart.sales');
  });

  it('is due once a day where tables are refreshed once a day, and again after a failure', async () => {
    let day = '2026-03-01';
    loading.ports = { ...loading.ports, day: () => day };
    await loading.publish('a', days(1));
    loading.asked.end = { status: 'failed', message: 'ERROR' };
    await loading.walk(begin());
    expect(await tablesBehind(loading.ports)).toEqual([sales.name]);

    loading.asked.end = { status: 'finished', message: '' };
    await loading.walk(begin('run-2'));
    await loading.publish('b', days(1), 2);
    expect(await tablesBehind(loading.ports)).toEqual([]);

    day = '2026-03-02';
    expect(await tablesBehind(loading.ports)).toEqual([sales.name]);
  });
});
