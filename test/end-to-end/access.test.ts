import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followRun, ledgerOf, startRun } from '../../cli/medallion';
import { putRecords } from '../../cli/put-records';
import { statement } from '../../cli/statement';
import {
  DELIVERY_ERROR_PREFIX,
  ENGINEERS_WORKGROUP,
  bucketName,
  humanRoleName,
  producerRoleName,
  streamName,
} from '../../lambdas/shared/names';
import { objectsOf } from '../../lambdas/shared/objects';
import { loadResources } from '../../local/assembly/load';
import { readAssembly } from '../../local/assembly/read';
import { generateHistory, generateLive } from '../../samples/generate';
import { EVENT_TABLES, generateEvents } from '../../samples/generate/events';
import { CALLS_FILE, generalised } from '../infra/access/fixture';
import { Laptop } from './laptop';

const now = Date.now();
const today = new Date(now).toISOString().slice(0, 10);
const person = (role: Parameters<typeof humanRoleName>[1]): string => humanRoleName('dev', role);

let laptop: Laptop;
beforeAll(async () => {
  laptop = await Laptop.make();
  await laptop.up();
}, 120_000);
afterAll(async () => laptop?.remove());

const recorded = (): unknown =>
  JSON.parse(readFileSync(join(laptop.dataDir, 'access', 'calls.json'), 'utf8'));

describe('what a run calls, and with whose permissions', () => {
  it('is the list that the policies are held against', async () => {
    await ingest();
    await watched(person('operator'));
    await laptop.send([...lateSale(), largeSale]);
    await watched(person('data-engineer'));
    await watched(person('repair'));
    await laptop.runSchedules();
    await readAs();
    await laptop.down();

    const { stacks } = readAssembly(laptop.assemblyDir);
    const place = { account: '000000000000', region: 'us-east-1' };
    const calls = generalised(recorded(), loadResources(stacks, place));

    const text = `${calls.map((call) => JSON.stringify(call)).join(',\n')}\n`;
    if (process.env.RECORD_CALLS === 'yes') writeFileSync(CALLS_FILE, `[\n${text}]\n`);
    expect(readFileSync(CALLS_FILE, 'utf8')).toBe(`[\n${text}]\n`);
  }, 180_000);
});

const LIVE = { seed: 8, now, duplicates: 0.05, bad: 0.05 };

/** Both doors, every stream, a file that comes again, and a delivery that failed. */
async function ingest(): Promise<void> {
  const history = generateHistory({ seed: 7, days: 20, transactions: 200, endDate: today });
  await laptop.load('transactions', history.transactions);
  await laptop.load('products', history.datasets.products);
  await laptop.load('products', history.datasets.products);
  await laptop.load('stores', history.datasets.stores);
  const live = generateLive({ ...LIVE, count: 200, late: 0.1 });
  const records = live.records.map(({ data }) => Buffer.from(data));
  const producer = laptop.as(producerRoleName('dev', 'till')).clients;
  await putRecords(await producer.kinesis(), records, {
    streamName: streamName('dev', 'transactions'),
  });
  const dropped = {
    Bucket: bucketName(laptop.served.place, 'landing'),
    Key: 'till/stores/none.csv',
  };
  await (await producer.s3()).putObject({ ...dropped, Body: 'store_id\n' });
  for (const table of EVENT_TABLES) {
    const events = generateEvents(table, { ...LIVE, count: 40 });
    const lines = events.records.map(({ data }) => data);
    await laptop.send(lines, table === 'stock_movements' ? 'inventory' : table);
  }
  const lake = bucketName(laptop.served.place, 'lake');
  const failed = { Bucket: lake, Key: `${DELIVERY_ERROR_PREFIX}processing-failed/transactions/x` };
  await (await laptop.served.clients.s3()).putObject({ ...failed, Body: '{}' });
}

/** One sale of an old day, so that a second run has a slice to build again. */
const lateSale = (): readonly (string | Uint8Array)[] =>
  generateLive({ ...LIVE, seed: 9, count: 20, late: 0.5 }).records.map(({ data }) => data);

/** Above every limit, so that somebody is told. */
const largeSale = JSON.stringify({
  ...{ transaction_id: 'large', source_system: 'till', channel: 'web', type: 'sale' },
  ...{ status: 'COMPLETED', currency: 'EUR', amount: '250000.00', customer_id: 'someone' },
  transaction_time: new Date(now).toISOString(),
  event_time: new Date(now).toISOString(),
  items: [{ product_id: 'p1', quantity: '1', line_amount: '250000.00' }],
});

/** What people read: gold, every layer, the evidence. */
async function readAs(): Promise<void> {
  const gold = 'SELECT count(*) AS n FROM gold.daily_sales_summary';
  await statement(laptop.as(person('data-analyst')), gold, 1);
  const engineer = laptop.as(person('data-engineer'));
  const silver = 'SELECT count(*) AS n FROM silver.transactions';
  await statement(engineer, silver, 1, ENGINEERS_WORKGROUP);
  await ledgerOf(engineer).runs.latest(1);
  const auditor = laptop.as(person('auditor'));
  await ledgerOf(auditor).runs.latest(1);
  await ledgerOf(auditor).leases.read();
  const lake = objectsOf(() => auditor.clients.s3(), bucketName(auditor.place, 'lake'));
  const [pinned] = await lake.list('ops/run_inputs/');
  await lake.read(pinned?.key ?? '');
}

/** Starts a run and follows it, as `sluice run` does, with a role's permissions. */
async function watched(role: string): Promise<void> {
  const lake = laptop.as(role);
  const nothing = (): void => undefined;
  const ended = await followRun(lake, await startRun(lake, {}), {
    planned: nothing,
    built: nothing,
  });
  expect(ended.status, ended.cause).toBe('SUCCEEDED');
  await ledgerOf(lake).leases.read();
  await ledgerOf(lake).runs.latest(1);
}
