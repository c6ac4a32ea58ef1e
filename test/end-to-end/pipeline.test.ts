import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../lambdas/shared/contracts';
import { ownJson } from '../../lambdas/shared/own-json';
import { compileModels } from '../../lambdas/shared/models/compile';
import { generateHistory, generateLive } from '../../samples/generate';
import { BAD_KINDS } from '../../samples/generate/bad-records';
import { modelFilesIn } from '../../lib/build/model-files';
import { constants } from '../models/constants';
import { Laptop } from './laptop';
import { expectedTables } from './naive';
import type { Expected, SentTransaction } from './naive';

const DAY = 86_400_000;
const DAILY = 'SELECT * FROM gold.daily_sales_summary ORDER BY business_date, currency';
const now = Date.now();
const iso = (time: number): string => new Date(time).toISOString();
const today = iso(now).slice(0, 10);
const parse = (record: string | Uint8Array): SentTransaction =>
  ownJson<SentTransaction>(Buffer.from(record).toString(), 'a generated record');

const sale = (id: string, rest: Partial<SentTransaction>): string =>
  JSON.stringify({
    transaction_id: id,
    source_system: 'till',
    channel: 'web',
    type: 'sale',
    status: 'COMPLETED',
    currency: 'EUR',
    amount: '10.00',
    transaction_time: iso(now - DAY),
    event_time: iso(now - DAY),
    customer_id: `customer of ${id}`,
    items: [{ product_id: 'p1', quantity: '1', line_amount: rest.amount ?? '10.00' }],
    ...rest,
  });

/** Everything the gate accepted, in the order it was sent. */
const accepted: SentTransaction[] = [];
const sent = (lines: readonly string[]): readonly string[] => {
  accepted.push(...lines.map(parse));
  return lines;
};

const TABLES = ['silver.transaction_conflicts', 'gold.daily_sales_summary'];
let laptop: Laptop;

beforeAll(async () => {
  laptop = await Laptop.make();
  laptop.buildOnly(TABLES);
  await laptop.up();
}, 120_000);
afterAll(async () => laptop?.remove());

async function expectTables(): Promise<Expected> {
  const expected = expectedTables(accepted);
  const silver = await laptop.query(
    `SELECT concat(source_system, '|', transaction_id) AS id, business_date AS date, status,
            CAST(amount AS varchar) AS amount FROM silver.transactions`,
  );
  const found = new Map(silver.map(({ id, ...rest }) => [id, rest]));
  expect(silver).toHaveLength(expected.silver.size);
  expect(found).toEqual(expected.silver);

  const sums = await laptop.query(
    'SELECT currency, CAST(sum(amount) AS varchar) AS amount FROM silver.transactions GROUP BY 1',
  );
  expect(new Map(sums.map((row) => [row['currency'], row['amount']]))).toEqual(expected.amounts);

  const items = await laptop.query('SELECT count(*) AS n FROM silver.transaction_items');
  expect(items).toEqual([{ n: expected.items }]);

  const daily = await laptop.query(
    `SELECT concat(business_date, '|', currency) AS day, CAST(revenue AS varchar) AS revenue,
            transactions, customers FROM gold.daily_sales_summary`,
  );
  expect(new Map(daily.map(({ day, ...rest }) => [day, rest]))).toEqual(expected.daily);
  return expected;
}

describe('the lake from end to end', () => {
  it('turns a history and live traffic into audited tables that equal a plain computation', async () => {
    const history = generateHistory({ seed: 7, days: 120, transactions: 2000, endDate: today });
    const live = generateLive({
      ...{ seed: 8, count: 1200, now },
      ...{ duplicates: 0.05, late: 0.1, bad: 0.05 },
    });
    const good = live.records.filter(({ partitionKey }) => !partitionKey.startsWith('b8-'));
    const late = sale('late', {
      ...{ transaction_time: iso(now - 90 * DAY), event_time: iso(now - 90 * DAY) },
      status: 'PENDING',
    });

    const loaded = await laptop.load('transactions', sent([...history.transactions, late]));
    for (const dataset of ['products', 'stores'] as const) {
      await laptop.load(dataset, history.datasets[dataset]);
    }
    await laptop.send(live.records.map(({ data }) => data));
    accepted.push(...good.map(({ data }) => parse(data)));
    const run = await laptop.run();

    expect(loaded).toMatchObject({ received: 2001, accepted: 2001, rejected: 0 });
    expect(run.status, run.cause).toBe('SUCCEEDED');
    expect(run.outcomes.filter(({ status }) => status !== 'published')).toEqual([]);
    await expectTables();
    const reasons = await laptop.query(
      'SELECT reason_codes, count(*) AS n FROM bronze.quarantine GROUP BY 1',
    );
    const counted = Object.entries(live.expected.rejectedByKind).reduce((sum, [, n]) => sum + n, 0);
    expect(reasons.reduce((sum, { n }) => sum + Number(n), 0)).toBe(counted);
    for (const kind of Object.keys(live.expected.rejectedByKind)) {
      const code = BAD_KINDS[kind]?.code ?? kind;
      expect(reasons.some((row) => String(row['reason_codes']).split(',').includes(code))).toBe(
        true,
      );
    }
  }, 120_000);

  it('shows tokens where it received customers', async () => {
    const tokens = await laptop.query(
      "SELECT count(*) AS n FROM silver.transactions WHERE customer_id NOT LIKE 'c1\\_%' ESCAPE '\\'",
    );

    expect(tokens).toEqual([{ n: 0 }]);
  });

  it('does nothing when nothing is new', async () => {
    const run = await laptop.run();

    expect(run).toMatchObject({ status: 'SUCCEEDED', outcomes: [] });
  });

  it('changes nothing when the same file lands again', async () => {
    const lines = accepted.slice(0, 50).map((record) => JSON.stringify(record));
    await laptop.load('transactions', sent(lines));
    await laptop.run();
    const again = await laptop.load('transactions', lines);
    const run = await laptop.run();

    expect(again.status).toBe('already loaded');
    expect(run.outcomes).toEqual([]);
    await expectTables();
  }, 60_000);

  it('takes a state that comes 90 days later, moves a key to its new day, and keeps what was booked', async () => {
    const states = [
      sale('late', { transaction_time: iso(now - 90 * DAY), event_time: iso(now - 1000) }),
      sale('moves', { event_time: iso(now - 9000) }),
      sale('moves', { transaction_time: iso(now - 5 * DAY), event_time: iso(now - 8000) }),
      sale('booked', { event_time: iso(now - 9000) }),
      sale('booked', { event_time: iso(now - 8000), amount: '12.00' }),
      sale('booked', { event_time: iso(now - 7000), status: 'REVERSED' }),
      sale('booked elsewhere', { event_time: iso(now - 9000) }),
      sale('booked elsewhere', {
        ...{ transaction_time: iso(now - 3 * DAY), event_time: iso(now - 8000) },
        amount: '99.00',
      }),
    ].map((line) =>
      // a reversal names what it takes back
      line.includes('REVERSED')
        ? line.replace('"channel"', '"original_transaction_id":"booked","channel"')
        : line,
    );

    await laptop.send(sent(states));
    const run = await laptop.run();

    expect(run.status, run.cause).toBe('SUCCEEDED');
    const expected = await expectTables();
    expect(expected.silver.get('till|late')).toMatchObject({ status: 'COMPLETED' });
    expect(expected.silver.get('till|booked')).toMatchObject({
      status: 'REVERSED',
      amount: '10.0000',
    });
    expect(expected.silver.get('till|booked elsewhere')).toMatchObject({ amount: '10.0000' });
    const conflicts = await laptop.query(
      'SELECT transaction_id AS id FROM silver.transaction_conflicts ORDER BY 1',
    );
    expect(conflicts).toEqual([{ id: 'booked' }, { id: 'booked elsewhere' }]);
    expect(expected.conflicts).toBe(2);
  }, 60_000);

  it('accounts for every record: bronze = silver + duplicates + conflicts + moved', async () => {
    const [count] = await laptop.query('SELECT count(*) AS bronze FROM bronze.transactions');

    expect(count).toEqual({ bronze: accepted.length });
  });

  it('leaves yesterday’s slice in place when an error check fails, and says why', async () => {
    const before = await laptop.query(DAILY);
    await laptop.down();
    laptop.changeModels((text) => {
      const compiled = ownJson<{ models: { name: string; checks: object[] }[] }>(text, 'models');
      const model = compiled.models.find(({ name }) => name === 'gold.daily_sales_summary');
      model?.checks.push({
        ...{ id: 'never', severity: 'error', about: 'no day is good enough' },
        failing: 'count(*)',
      });
      return JSON.stringify(compiled);
    });
    await laptop.up();

    await laptop.send(sent([sale('one more', {})]));
    const run = await laptop.run();

    const blocked = run.outcomes.find(({ model }) => model === 'gold.daily_sales_summary');
    expect(blocked?.status).toBe('blocked');
    expect(JSON.stringify(blocked)).toContain('never');
    expect(await laptop.query(DAILY)).toEqual(before);
  }, 60_000);

  it('makes a table of a model file that was copied, with nothing else touched', async () => {
    await laptop.down();
    laptop.changeModels(() => {
      const files = modelFilesIn('.');
      const original = files.find(({ file }) => file.endsWith('daily_sales_summary.sql'));
      const copy = { file: 'sql/gold/my_sales.sql', text: original?.text ?? '' };
      return JSON.stringify(compileModels([...files, copy], { contracts, constants }));
    });
    laptop.buildOnly([...TABLES, 'gold.my_sales']);
    await laptop.up();

    const run = await laptop.run();

    expect(run.status, run.cause).toBe('SUCCEEDED');
    await expectTables();
    const [difference] = await laptop.query(
      `SELECT count(*) AS n FROM (SELECT * FROM gold.my_sales EXCEPT SELECT * FROM gold.daily_sales_summary)`,
    );
    const [rows] = await laptop.query('SELECT count(*) AS n FROM gold.my_sales');
    expect(difference).toEqual({ n: 0 });
    expect(rows?.['n']).toBeGreaterThan(100);
  }, 60_000);
});
