import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  lookAtLoad,
  startLoad,
  tablesBehind,
  type LoadPorts,
  type LoadState,
} from '../../lambdas/load-warehouse/load';
import type { Ended } from '../../lambdas/load-warehouse/statements';
import type { Ledger } from '../../lambdas/shared/ledger/ledger';
import type { SliceItem } from '../../lambdas/shared/ledger/items';
import { publishSlice } from '../../lambdas/shared/ledger/slices';
import type { LoadedModel } from '../../lambdas/shared/warehouse/table';
import { startLedger, type TestLedger } from '../pipeline/support/ledger';

const column = (name: string, type: string) => ({ name, type, about: name });
const sales: LoadedModel = {
  name: 'gold.sales',
  table: 'sales',
  slice: { by: 'day', column: 'business_date', lookback: 0 },
  columns: [column('store_id', 'varchar'), column('business_date', 'varchar')],
  warehouse: { dist: 'all', sort: ['business_date'] },
};

/** A warehouse that remembers what it was asked, and ends as it is told. */
class Asked {
  readonly batches = new Map<string, readonly string[]>();
  readonly cancelled: string[] = [];
  end: Ended = { status: 'finished', message: '' };
  start = (statements: readonly string[], token: string): Promise<string> => {
    this.batches.set(token, statements);
    return Promise.resolve(token);
  };
  look = (): Promise<Ended> => Promise.resolve(this.end);
  cancel = (id: string): Promise<void> => Promise.resolve(void this.cancelled.push(id));
}

let engine: TestLedger;
let ledger: Ledger;
let asked: Asked;
let ports: LoadPorts;
let clock = 0;
beforeAll(async () => {
  engine = await startLedger();
});
afterAll(() => engine.stop());
beforeEach(async () => {
  ledger = await engine.open();
  asked = new Asked();
  clock = 0;
  ports = {
    ledger,
    statements: asked,
    models: new Map([[sales.name, sales]]),
    now: () => clock,
    day: () => undefined,
    pause: () => Promise.resolve(),
  };
});

const begin = (run = 'run-1'): LoadState => ({
  table: sales.name,
  run,
  next: 'start',
  slices: 0,
  rows: 0,
});
async function publish(run: string, days: readonly string[], fence = 1): Promise<void> {
  for (const slice of days) {
    const item: SliceItem = {
      model: sales.name,
      slice,
      run,
      fence,
      location: `s3://lake/gold/sales/run=${run}/business_date=${slice}/`,
      rows: 10,
      bytes: 1,
      signature: 's',
      fingerprint: 'f',
      publishedAt: '2026-01-01T00:00:00Z',
      warnings: [],
    };
    await publishSlice(ledger.slices, item);
  }
}
/** As the machine walks: until the table is done, has failed or waits. */
async function walk(state: LoadState): Promise<LoadState> {
  const next = await startLoad(ports, state);
  return next.next === 'start' ? walk(next) : next;
}
const days = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10),
  );

describe('the load of a table', () => {
  it('replaces exactly the slices that were published anew', async () => {
    await publish('a', days(3));
    await walk(begin());
    await publish('b', ['2026-01-02'], 2);
    asked.batches.clear();

    expect(await walk(begin('run-2'))).toMatchObject({ next: 'done', slices: 1, rows: 10 });
    expect([...asked.batches.values()]).toEqual([
      [
        "DELETE FROM mart.sales WHERE business_date IN ('2026-01-02')",
        "INSERT INTO mart.sales (store_id, business_date) SELECT store_id, business_date FROM gold.sales WHERE business_date IN ('2026-01-02')",
        "SELECT CAST(CASE WHEN (SELECT count(*) FROM mart.sales WHERE business_date IN ('2026-01-02')) = 10 THEN '1' ELSE 'rows differ' END AS integer)",
      ],
    ]);
  });

  it('asks nothing when nothing was published since', async () => {
    await publish('a', days(2));
    await walk(begin());

    expect(await tablesBehind(ports)).toEqual([]);
    expect(await startLoad(ports, begin('run-2'))).toMatchObject({ next: 'done', slices: 0 });
  });

  it('is looked for in several tables at a time, and answered in their order', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `gold.t${at}`);
    const reading = { now: 0, most: 0 };
    const slices = {
      ...ledger.slices,
      of: async (model: string) => {
        reading.most = Math.max(reading.most, (reading.now += 1));
        const found = await ledger.slices.of(model === 'gold.t3' ? model : sales.name);
        reading.now -= 1;
        return found;
      },
    };
    ports = {
      ...ports,
      ledger: { ...ledger, slices },
      models: new Map(names.map((name) => [name, { ...sales, name }])),
    };
    await publish('a', days(1));

    expect(await tablesBehind(ports)).toEqual(names.filter((name) => name !== 'gold.t3'));
    expect(reading.most).toBeGreaterThan(1);
    expect(reading.most).toBeLessThan(names.length);
  });

  it('goes in batches of a hundred slices, over years', async () => {
    await publish('a', days(430));

    expect(await walk(begin())).toMatchObject({ next: 'done', slices: 430, rows: 4300 });
    expect(asked.batches.size).toBe(5);
    expect((await ledger.loads.of(sales.name)).size).toBe(430);
  });

  it('that fails records nothing, says why without a value, and is tried by the next run', async () => {
    await publish('a', days(1));
    asked.end = { status: 'failed', message: 'ERROR: value "Anna 4242 4242" too long' };

    const failed = await startLoad(ports, begin());

    expect(failed).toMatchObject({ next: 'failed', reason: 'ERROR: value … too long' });
    expect(await tablesBehind(ports)).toEqual([sales.name]);
    asked.end = { status: 'finished', message: '' };
    expect(await walk(begin('run-2'))).toMatchObject({ next: 'done', slices: 1 });
    expect(asked.batches.size).toBe(2);
  });

  it('says that counts differ where they do', async () => {
    await publish('a', days(1));
    asked.end = { status: 'failed', message: 'ERROR: invalid input syntax: "rows differ"' };

    expect((await startLoad(ports, begin())).reason).toContain('another number of rows');
  });

  it('sends the same token for the same batch of a run', async () => {
    await publish('a', days(2));
    asked.end = { status: 'running', message: '' };

    const first = await startLoad(ports, begin());
    const second = await startLoad(ports, begin());

    expect(first).toMatchObject({ next: 'wait' });
    expect(second.batch?.token).toBe(first.batch?.token);
  });

  it('that ends within a moment needs no other step', async () => {
    await publish('a', days(2));
    asked.end = { status: 'running', message: '' };
    ports = {
      ...ports,
      pause: () => Promise.resolve(void (asked.end = { status: 'finished', message: '' })),
    };

    expect(await startLoad(ports, begin())).toMatchObject({ next: 'done', slices: 2 });
  });

  it('takes what was published anew while it ran for not loaded', async () => {
    await publish('a', days(2));
    asked.end = { status: 'running', message: '' };
    const running = await startLoad(ports, begin());
    await publish('b', ['2026-01-02'], 2);
    asked.end = { status: 'finished', message: '' };

    expect(await lookAtLoad(ports, running)).toMatchObject({ next: 'start', slices: 0 });
    expect((await ledger.loads.of(sales.name)).size).toBe(0);
  });

  it('is given up and stopped after half an hour', async () => {
    await publish('a', days(1));
    asked.end = { status: 'running', message: '' };
    const running = await startLoad(ports, begin());
    clock = 31 * 60_000;

    expect(await lookAtLoad(ports, running)).toMatchObject({ next: 'failed' });
    expect(asked.cancelled).toEqual([running.batch?.id]);
  });

  it('is done again when the table has another shape', async () => {
    await publish('a', days(2));
    await walk(begin());
    const spread = { ...sales, warehouse: { dist: 'even', sort: [] } };
    ports = { ...ports, models: new Map([[sales.name, spread]]) };

    expect(await tablesBehind(ports)).toEqual([sales.name]);
  });

  it('of a whole table replaces all of it', async () => {
    const whole = { ...sales, slice: { by: 'none', lookback: 0 } } as const;
    ports = { ...ports, models: new Map([[sales.name, whole]]) };
    await publish('a', ['all']);

    await walk(begin());

    expect([...asked.batches.values()][0]?.[0]).toBe('DELETE FROM mart.sales');
  });

  it('is due once a day where tables are refreshed once a day, and again after a failure', async () => {
    let day = '2026-03-01';
    ports = { ...ports, day: () => day };
    await publish('a', days(1));
    asked.end = { status: 'failed', message: 'ERROR' };
    await walk(begin());
    expect(await tablesBehind(ports)).toEqual([sales.name]);

    asked.end = { status: 'finished', message: '' };
    await walk(begin('run-2'));
    await publish('b', days(1), 2);
    expect(await tablesBehind(ports)).toEqual([]);

    day = '2026-03-02';
    expect(await tablesBehind(ports)).toEqual([sales.name]);
  });
});
