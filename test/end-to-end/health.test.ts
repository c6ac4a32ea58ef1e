import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Laptop } from './laptop';

const now = Date.now();
const iso = (time: number): string => new Date(time).toISOString();
const sale = (id: number): string =>
  JSON.stringify({
    transaction_id: `t${id}`,
    source_system: 'till',
    channel: 'web',
    type: 'sale',
    status: 'COMPLETED',
    currency: 'EUR',
    amount: '10.00',
    transaction_time: iso(now - 60_000),
    event_time: iso(now - 60_000),
    items: [{ product_id: 'p1', quantity: '1', line_amount: '10.00' }],
  });
const bad = (id: number): string =>
  JSON.stringify({ transaction_id: `b${id}`, source_system: 'till' });

let laptop: Laptop;
const look = (name: string): Promise<unknown> =>
  laptop.invoke('sluice-dev-check-health', { look: name });

beforeAll(async () => {
  laptop = await Laptop.make();
  laptop.buildOnly(['gold.daily_sales_summary', 'gold.regulatory_daily']);
  await laptop.up();
}, 120_000);
afterAll(async () => laptop?.remove());

describe('the health of a lake on the laptop', () => {
  it('is judged before anything was sent', async () => {
    expect(await look('tables')).toEqual({
      values: { WorstRejectShare: 0, FilesMissing: 0, RecordsImbalanced: 0 },
      findings: [],
    });
    expect(await look('ledger')).toEqual({
      values: { RecordsImbalanced: 0, SilentMinutes: 0, RegulatoryReportsLate: 0 },
      findings: [],
    });
  }, 60_000);

  it('names the source that sends much that is rejected, and how fresh its tables are', async () => {
    const ids = Array.from({ length: 100 }, (_, id) => id);
    await laptop.send([...ids.map(sale), ...ids.slice(0, 25).map(bad)]);
    await laptop.run();

    expect(await look('tables')).toEqual({
      values: {
        WorstRejectShare: 0.2,
        FilesMissing: 0,
        RecordsImbalanced: 0,
        // neither a customer nor a place is known
        QualityScore: 0.6,
      },
      findings: [
        {
          message: 'a source sends much that is rejected',
          fields: { source: 'till', share: 0.2, records: 125 },
        },
      ],
    });
    const { values } = (await look('ledger')) as { values: Readonly<Record<string, number>> };
    expect(values).toMatchObject({ RecordsImbalanced: 0, SilentMinutes: 0 });
    for (const age of ['BronzeAgeMinutes', 'SilverAgeMinutes', 'GoldAgeMinutes']) {
      expect(values[age], age).toBeLessThanOrEqual(5);
    }
  }, 120_000);
});
