import { createHash } from 'node:crypto';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestObject } from '../../lambdas/ingest-file/door';
import { versionOf } from '../../lambdas/ingest-file/version-of';
import { GATE_VERSION } from '../../lambdas/shared/gate/gate';
import type { Ledger } from '../../lambdas/shared/ledger/ledger';
import { generateHistory } from '../../samples/generate';
import { startLedger, type TestLedger } from '../pipeline/support/ledger';
import { digests, emptyWorld, memoryDoor, type World } from './support/memory-door';

const SHOP = `
datasets:
  transactions:
    group_by: [basket]
    fields:
      transaction_id: basket
      source_system: {const: shop}
      transaction_time: day
      event_time: day
      channel: {const: web}
      type: {const: sale}
      status: {const: COMPLETED}
      currency: {const: EUR}
      amount: {sum: line_amount}
      customer_id: customer
    items: {fields: {product_id: sku, quantity: {const: 1}, line_amount: price}}
`;
const CSV =
  'basket,day,sku,price,customer\n' +
  '1,2020-01-01,a,1.10,ann\n2,2020-01-02,b,2.20,\n1,2020-01-01,c,3.30,ann\n3,2020-01-01,d,-,bob\n4,2020-01-03,e,x,\n';
const KEY = 'shop/transactions/day.csv';
const NOW = new Date('2026-01-05T10:00:00Z');

let server: TestLedger;
beforeAll(async () => {
  server = await startLedger();
});
afterAll(() => server.stop());

function worldWith(csv: string, yaml = SHOP, key = KEY): World {
  const world = emptyWorld();
  world.built['shop'] = { sha: createHash('sha256').update(yaml).digest('hex'), yaml };
  world.landing.set(key, { bytes: Buffer.from(csv), lastModified: NOW });
  return world;
}
const daysOf = async (ledger: Ledger, dataset: string) =>
  Object.fromEntries((await ledger.days.list(dataset)).map(({ day, version }) => [day, version]));
const rowsOf = (world: World, prefix: string) =>
  Promise.all(
    [...world.lake]
      .filter(([key]) => key.startsWith(prefix))
      .map(([, bytes]) => parquetReadObjects({ file: new Uint8Array(bytes).buffer })),
  ).then((files) => files.flat());

describe('a landed file', () => {
  it('becomes bronze and quarantine objects, counted in its claim, on days that are raised', async () => {
    const world = worldWith(CSV);
    const ledger = await server.open();

    const outcome = await ingestObject(memoryDoor(world, ledger), KEY);

    const [claim] = await ledger.files.list('transactions');
    const sha12 = createHash('sha256').update(CSV).digest('hex').slice(0, 12);
    expect(outcome.status).toBe('loaded');
    expect(claim).toMatchObject({
      status: 'finished',
      source: 'shop',
      rows: 5,
      received: 4,
      accepted: 2,
      rejected: 2,
      noted: true,
      parts: {
        transactions: { '2020-01-01': 1, '2020-01-02': 1 },
        quarantine: { '2026-01-05': 1 },
      },
    });
    expect(Object.keys(digests(world))).toEqual([
      `bronze/quarantine/arrival_date=2026-01-05/file=${sha12}-${claim?.gateVersion}-0.parquet`,
      `bronze/transactions/business_date=2020-01-01/file=${sha12}-${claim?.gateVersion}-0.parquet`,
      `bronze/transactions/business_date=2020-01-02/file=${sha12}-${claim?.gateVersion}-0.parquet`,
    ]);
    expect(await daysOf(ledger, 'transactions')).toEqual({ '2020-01-01': 1, '2020-01-02': 1 });
    expect(await daysOf(ledger, 'quarantine')).toEqual({ '2026-01-05': 1 });
    expect(world.partitions.size).toBe(3);
  });

  it('keeps where each row came from, and no customer in clear', async () => {
    const world = worldWith(CSV);

    await ingestObject(memoryDoor(world, await server.open()), KEY);

    const [row] = await rowsOf(world, 'bronze/transactions/business_date=2020-01-01');
    const rejected = await rowsOf(world, 'bronze/quarantine');
    const sha256 = createHash('sha256').update(SHOP).digest('hex');
    expect(row).toMatchObject({
      amount: '4.40',
      _door: 'file',
      _subsequence: 1n,
      _sequence: '1'.padStart(56, '0'),
      _ingested_at: NOW.toISOString(),
      _source: sha256,
    });
    expect(typeof row?.['_key64']).toBe('bigint');
    expect(JSON.stringify(row, (_, value: unknown) => String(value))).not.toContain('ann');
    expect(rejected.map(({ reason_codes }) => String(reason_codes))).toEqual(
      expect.arrayContaining([expect.stringContaining('source.number')]),
    );
    expect(Buffer.concat([...world.lake.values()]).includes('bob')).toBe(false);
  });

  it('loaded twice changes nothing, under its own or another name', async () => {
    const world = worldWith(CSV);
    const ledger = await server.open();
    await ingestObject(memoryDoor(world, ledger), KEY);
    const before = { objects: digests(world), days: await daysOf(ledger, 'transactions') };
    world.landing.set('shop/transactions/copy.csv', {
      bytes: Buffer.from(CSV),
      lastModified: new Date('2026-02-01T00:00:00Z'),
    });

    const again = await ingestObject(memoryDoor(world, ledger), KEY);
    const copy = await ingestObject(memoryDoor(world, ledger), 'shop/transactions/copy.csv');

    expect([again.status, copy.status]).toEqual(['already loaded', 'already loaded']);
    expect({ objects: digests(world), days: await daysOf(ledger, 'transactions') }).toEqual(before);
  });

  it('loaded with a corrected mapping takes the place of what the old one made', async () => {
    const world = worldWith(CSV);
    const ledger = await server.open();
    await ingestObject(memoryDoor(world, ledger), KEY);
    const corrected = SHOP.replace(
      'line_amount: price',
      "line_amount: {from: price, map: {'-': '0', x: '5', '*': ''}, default: '1'}",
    );
    world.built['shop'] = { sha: '', yaml: corrected };

    await ingestObject(memoryDoor(world, ledger), KEY);

    const claims = await ledger.files.list('transactions');
    expect(claims.map(({ status, accepted }) => [status, accepted]).sort()).toEqual([
      ['finished', 4],
      ['replaced', 2],
    ]);
    expect(await daysOf(ledger, 'transactions')).toEqual({
      '2020-01-01': 2,
      '2020-01-02': 2,
      '2020-01-03': 1,
    });

    world.built['shop'] = { sha: '', yaml: SHOP };
    await ingestObject(memoryDoor(world, ledger), KEY);

    const back = await ledger.files.list('transactions');
    expect(back.map(({ status, accepted }) => [status, accepted]).sort()).toEqual([
      ['finished', 2],
      ['replaced', 4],
    ]);
  });

  it('loaded for two datasets that feed one table keeps both', async () => {
    const [, section = ''] = SHOP.split('datasets:\n');
    const returns = section
      .replace('transactions:', 'returns:\n    table: transactions')
      .replace('transaction_id: basket', "transaction_id: {join: [basket, customer], with: '-'}");
    const both = `${SHOP}${returns}`;
    const world = worldWith(CSV, both);
    const ledger = await server.open();
    const second = 'shop/returns/day.csv';
    world.landing.set(second, { bytes: Buffer.from(CSV), lastModified: NOW });

    await ingestObject(memoryDoor(world, ledger), KEY);
    await ingestObject(memoryDoor(world, ledger), second);

    const claims = async () =>
      (await ledger.files.list('transactions'))
        .map(({ section: dataset, status }) => `${dataset ?? ''} ${status}`)
        .sort();
    expect(await claims()).toEqual(['returns finished', 'transactions finished']);

    world.built['shop'] = { sha: '', yaml: both.replace('COMPLETED', 'PENDING') };
    await ingestObject(memoryDoor(world, ledger), second);

    expect(await claims()).toEqual([
      'returns finished',
      'returns replaced',
      'transactions finished',
    ]);
  });

  it('of returns that do not say what they take back is accepted with a warning', async () => {
    const world = worldWith(CSV, SHOP.replace('{const: sale}', '{const: refund}'));

    await ingestObject(memoryDoor(world, await server.open()), KEY);

    const rows = await rowsOf(world, 'bronze/transactions');
    expect(rows.map((row): unknown => row['data_quality_flag'])).toEqual([
      'warn:original.missing',
      'warn:original.missing',
    ]);
  });

  it('is cut into parts of fixed size', async () => {
    const { transactions, expected } = generateHistory({
      seed: 3,
      days: 2,
      transactions: 300,
      endDate: '2026-01-04',
    });
    const key = 'direct/transactions/history.ndjson';
    const world = worldWith(transactions.join('\n'), SHOP, key);
    const ledger = await server.open();

    await ingestObject(memoryDoor(world, ledger, { partRows: 40 }), key);

    const rows = await rowsOf(world, 'bronze/transactions');
    const [claim] = await ledger.files.list('transactions');
    expect(rows.length).toBe(expected.accepted);
    expect(Object.values(claim?.parts?.['transactions'] ?? {}).some((parts) => parts > 1)).toBe(
      true,
    );
    expect(claim).toMatchObject({
      gateVersion: versionOf(GATE_VERSION, { dataset: 'transactions' }),
      source: 'direct',
      rejected: 0,
    });
  });

  it('keeps what it rejects of the same bytes for two tables', async () => {
    const bytes = '{"neither":"a product"}\n{"nor":"a store"}';
    const world = worldWith(bytes, SHOP, 'direct/products/a.ndjson');
    const other = worldWith(bytes, SHOP, 'direct/stores/a.ndjson');
    const ledger = await server.open();

    await ingestObject(memoryDoor(world, ledger), 'direct/products/a.ndjson');
    await ingestObject(memoryDoor(other, ledger), 'direct/stores/a.ndjson');

    const inQuarantine = [...world.lake.keys(), ...other.lake.keys()].filter((key) =>
      key.startsWith('bronze/quarantine'),
    );
    expect(inQuarantine.length).toBe(2);
    expect(new Set(inQuarantine).size).toBe(2);
  });

  it.each([
    ['x.csv', 'has a key that names no source and dataset'],
    ['nobody/transactions/a.csv', 'is of an unknown source "nobody"'],
    ['shop/products/a.csv', 'which mapping shop lacks: it has transactions'],
    ['direct/shops/a.csv', 'is of an unknown dataset "shops"'],
    ['shop/transactions/a.pdf', 'has an unknown ending'],
    ['shop@0123456789ab/transactions/a.csv', 'which is not there: upload it'],
    ['shop/transactions/a.csv.gz', 'is not readable gzip'],
  ])('%s that cannot be loaded is recorded with the reason', async (key, reason) => {
    const gzip = Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]);
    const world = worldWith(CSV, SHOP, key);
    if (key.endsWith('.gz')) world.landing.set(key, { bytes: gzip, lastModified: NOW });
    const ledger = await server.open();

    const outcome = await ingestObject(memoryDoor(world, ledger), key);

    const dataset = key.split('/')[1] ?? 'unknown';
    const [claim] = await ledger.files.list(key.includes('/') ? dataset : 'unknown');
    expect(outcome).toMatchObject({ status: 'failed', key });
    expect(claim).toMatchObject({ status: 'failed', key });
    expect(claim?.reason).toContain(reason);
    expect(world.lake.size).toBe(0);
  });

  it('that is too large or touches too many days leaves nothing behind', async () => {
    const world = worldWith(CSV);
    const ledger = await server.open();

    const large = await ingestObject(memoryDoor(world, ledger, { fileBytes: 10 }), KEY);
    const wide = await ingestObject(memoryDoor(world, ledger, { days: 1 }), KEY);

    expect(large).toMatchObject({ reason: 'has more than 10 bytes: split it' });
    expect(wide).toMatchObject({ reason: 'touches more than 1 days: split it by year' });
    expect(world.lake.size).toBe(0);
  });

  it('can be loaded after its fault is gone', async () => {
    const world = worldWith(CSV);
    const ledger = await server.open();
    await ingestObject(memoryDoor(world, ledger, { days: 1 }), KEY);

    const outcome = await ingestObject(memoryDoor(world, ledger), KEY);

    expect(outcome.status).toBe('loaded');
    expect((await ledger.files.list('transactions'))[0]).toMatchObject({ status: 'finished' });
  });

  it('takes an uploaded mapping by its hash', async () => {
    const sha12 = createHash('sha256').update(SHOP).digest('hex').slice(0, 12);
    const key = `mine@${sha12}/transactions/a.csv`;
    const world = worldWith(CSV, SHOP, key);
    const upload = { bytes: Buffer.from(SHOP), lastModified: NOW };
    world.landing.set(`_mappings/mine@${sha12}.yaml`, upload);

    const outcome = await ingestObject(memoryDoor(world, await server.open()), key);

    expect(outcome).toMatchObject({ status: 'loaded', file: { source: 'mine', accepted: 2 } });
  });

  it('that is gone is nothing to do', async () => {
    const outcome = await ingestObject(memoryDoor(emptyWorld(), await server.open()), KEY);

    expect(outcome).toEqual({ status: 'gone', key: KEY });
  });
});

describe('a crash at any step of the door', () => {
  class Crash extends Error {}

  async function clean() {
    const world = worldWith(CSV);
    await ingestObject(memoryDoor(world, await server.open()), KEY);
    return world;
  }

  it.each(['before', 'after'] as const)(
    '%s it, then a retry, gives identical objects',
    async (when) => {
      const reference = await clean();
      expect(reference.calls.length).toBeGreaterThanOrEqual(12);

      for (const [at, name] of reference.calls.entries()) {
        const world = worldWith(CSV);
        const ledger = await server.open();
        world[when] = (_, call) => {
          if (call === at) throw new Crash(name);
        };
        await expect(ingestObject(memoryDoor(world, ledger), KEY)).rejects.toThrow(Crash);
        // The retry comes later, under another clock.
        world.landing.set(KEY, { bytes: Buffer.from(CSV), lastModified: new Date('2026-03-01') });
        if (name === 'open' || (name === 'claim' && when === 'before')) {
          world.landing.set(KEY, { bytes: Buffer.from(CSV), lastModified: NOW });
        }
        world[when] = () => undefined;
        await ingestObject(memoryDoor(world, ledger), KEY);

        const [claim] = await ledger.files.list('transactions');
        expect(digests(world)).toEqual(digests(reference));
        expect(claim).toMatchObject({ status: 'finished', noted: true, accepted: 2, rejected: 2 });
        const days = await daysOf(ledger, 'transactions');
        expect(Object.keys(days)).toEqual(['2020-01-01', '2020-01-02']);
        expect(world.partitions).toEqual(reference.partitions);
      }
    },
  );
});
