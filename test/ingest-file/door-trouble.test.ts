import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestObject } from '../../lambdas/ingest-file/door';
import { versionOf } from '../../lambdas/ingest-file/version-of';
import { GATE_VERSION } from '../../lambdas/shared/gate/gate';
import { generateHistory } from '../../samples/generate';
import { startLedger, type TestLedger } from '../pipeline/support/ledger';
import { digests, emptyWorld, memoryDoor } from './support/memory-door';
import { SHOP, CSV, KEY, NOW, worldWith, daysOf, rowsOf } from './door-support';

let server: TestLedger;

beforeAll(async () => {
  server = await startLedger();
});

afterAll(() => server.stop());

describe('a landed file of size, or of trouble', () => {
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
