import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestObject } from '../../lambdas/ingest-file/door';
import { startLedger, type TestLedger } from '../pipeline/support/ledger';
import { digests, memoryDoor } from './support/memory-door';
import { SHOP, CSV, KEY, NOW, worldWith, daysOf, rowsOf } from './door-support';

let server: TestLedger;

beforeAll(async () => {
  server = await startLedger();
});

afterAll(() => server.stop());

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
});
