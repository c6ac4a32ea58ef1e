import { startLoad, type LoadPorts, type LoadState } from '../../lambdas/load-warehouse/load';
import type { Ended } from '../../lambdas/load-warehouse/statements';
import type { SliceItem } from '../../lambdas/shared/ledger/items';
import type { Ledger } from '../../lambdas/shared/ledger/ledger';
import { publishSlice } from '../../lambdas/shared/ledger/slices';
import type { LoadedModel } from '../../lambdas/shared/warehouse/table';

const column = (name: string, type: string) => ({ name, type, about: name });
export const sales: LoadedModel = {
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

/** What the load of a table works on: a ledger, a warehouse and a clock. */
export class Loading {
  readonly asked = new Asked();
  /** Epoch milliseconds. */
  clock = 0;
  ports: LoadPorts;

  constructor(readonly ledger: Ledger) {
    this.ports = {
      ledger,
      statements: this.asked,
      models: new Map([[sales.name, sales]]),
      now: () => this.clock,
      day: () => undefined,
      pause: () => Promise.resolve(),
    };
  }

  async publish(run: string, days: readonly string[], fence = 1): Promise<void> {
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
      await publishSlice(this.ledger.slices, item);
    }
  }

  /** As the machine walks: until the table is done, has failed or waits. */
  async walk(state: LoadState): Promise<LoadState> {
    const next = await startLoad(this.ports, state);
    return next.next === 'start' ? this.walk(next) : next;
  }
}

export const begin = (run = 'run-1'): LoadState => ({
  table: sales.name,
  run,
  next: 'start',
  slices: 0,
  rows: 0,
});

/** The first days of 2026. */
export const days = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10),
  );
