import { describe, expect, it } from 'vitest';
import { runMedallion } from './support/machine';
import { emptyLakes, sale } from './support/setup';

const lakeOf = emptyLakes();
type Lake = ReturnType<typeof lakeOf>;

interface Bytes {
  readonly model: string;
  readonly bytes: number;
}
async function estimated(lake: Lake, request: object): Promise<Readonly<Record<string, number>>> {
  const { output } = await runMedallion(lake, { ...request, dryRun: true });
  const { tables } = Reflect.get(Object(output), 'estimate') as { tables: readonly Bytes[] };
  return Object.fromEntries(tables.map(({ model, bytes }) => [model, Math.round(bytes)]));
}
async function scanned(lake: Lake): Promise<Readonly<Record<string, number>>> {
  const [run] = await lake.ledger.runs.latest(1);
  const tables = run?.tables ?? [];
  return Object.fromEntries(tables.map(({ model, scannedBytes }) => [model, scannedBytes]));
}

describe('an estimate', () => {
  it('is what the last run scanned, when everything is built again', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await lake.arrive('transactions', '2026-01-06', [sale('b', 2)]);
    await lake.arrive('products', '2026-01-07', [{ id: 'p' }]);
    await runMedallion(lake, {});

    const bytes = await estimated(lake, { full: true });

    expect(Object.keys(bytes).length).toBeGreaterThan(4);
    expect(bytes).toEqual(await scanned(lake));
  });

  it('grows with what there is to read', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    await runMedallion(lake, {});
    const before = await estimated(lake, { full: true });
    await lake.arrive('transactions', '2026-01-05', [sale('b', 2), sale('c', 3)]);

    const after = await estimated(lake, { full: true });

    expect(after['silver.transactions']).toBeGreaterThan(before['silver.transactions'] ?? 0);
  });

  it('of tables never built is all that two statements may read', async () => {
    const lake = lakeOf();
    await lake.arrive('transactions', '2026-01-05', [sale('a', 1)]);
    const objects = await lake.lake.list('bronze/transactions/business_date=2026-01-05/');

    const bytes = await estimated(lake, {});

    expect(bytes['silver.moved_transactions']).toBe(
      2 * objects.reduce((sum, { size }) => sum + size, 0),
    );
  });
});
