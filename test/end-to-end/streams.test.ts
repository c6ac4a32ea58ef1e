import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountOf } from '../../cli/account';
import { bucketName, DISCARDED_BATCHES_PREFIX } from '../../lambdas/shared/names';
import { objectsOf } from '../../lambdas/shared/objects';
import { generateEvents, type Events, type EventTable } from '../../samples/generate';
import { Laptop } from './laptop';

const STREAMS = { stock_movements: 'inventory', customer_updates: 'customer_updates' } as const;
const TABLES: readonly EventTable[] = ['stock_movements', 'customer_updates'];
const SENT = { count: 600, duplicates: 0.05, bad: 0.1 };
const FILED = 50;
const PATIENCE_MS = 120_000;

let laptop: Laptop;
const traffic = new Map<EventTable, Events>();
const eventsOf = (table: EventTable): Events => {
  const events = traffic.get(table);
  if (events === undefined) throw new Error(`nothing was sent of ${table}`);
  return events;
};
const linesOf = ({ records }: Events): readonly string[] =>
  records.map(({ data }) => Buffer.from(data).toString());

beforeAll(async () => {
  laptop = await Laptop.make();
  laptop.buildOnly(['silver.transactions']);
  await laptop.up();
  for (const table of TABLES) {
    const events = generateEvents(table, { seed: 3, now: Date.now(), ...SENT });
    traffic.set(table, events);
    await laptop.send(
      events.records.map(({ data }) => data),
      STREAMS[table],
    );
    const files = { seed: 4, count: FILED, now: Date.now(), duplicates: 0, bad: 0.1 };
    await laptop.load(table, linesOf(generateEvents(table, files)));
  }
  await laptop.run();
}, PATIENCE_MS);
afterAll(async () => laptop?.remove());

describe.each(TABLES)('the stream of %s', (table) => {
  it('brings every record to bronze or quarantine, as the generator counted', async () => {
    const { expected } = eventsOf(table);
    const rejected = await laptop.query(
      `SELECT reason_codes AS code, count(*) AS n FROM bronze.quarantine
       WHERE dataset = '${table}' AND _door = 'stream' GROUP BY 1`,
    );
    const [kept] = await laptop.query(
      `SELECT count(*) AS n, count(DISTINCT _key64) AS keys FROM bronze.${table} WHERE _door = 'stream'`,
    );

    expect(Object.fromEntries(rejected.map(({ code, n }) => [code, n]))).toEqual(
      expected.rejectedByCode,
    );
    expect(kept).toEqual({ n: expected.accepted, keys: expected.accepted - expected.duplicates });
  });

  it('balances with its archive and with its files', async () => {
    const { others } = await accountOf(laptop.served);

    const { accepted, rejected } = eventsOf(table).expected;
    expect(others[table]?.stream).toEqual({
      received: SENT.count,
      accepted,
      rejected,
      balanced: true,
    });
    expect(others[table]?.file).toMatchObject({ received: FILED, balanced: true });
  });

  it('partitions by the local business day', async () => {
    const days = await laptop.query(
      `SELECT DISTINCT business_date AS day FROM bronze.${table} ORDER BY 1`,
    );

    expect(days.length).toBeGreaterThanOrEqual(1);
    for (const { day } of days) {
      expect(Math.abs(Date.parse(String(day)) - Date.now())).toBeLessThan(2.5 * 86_400_000);
    }
  });
});

it('bronze holds tokens of customers, never who they are', async () => {
  const rows = await laptop.query('SELECT * FROM bronze.customer_updates');
  const shown = JSON.stringify(rows);
  const people = linesOf(eventsOf('customer_updates')).flatMap(
    (line) => /"customer_id":"([^"]+)"/.exec(line)?.[1] ?? [],
  );

  expect(people.length).toBeGreaterThan(500);
  expect(people.filter((person) => shown.includes(person))).toEqual([]);
  expect(shown).not.toContain('example.org');
  const [joined] = await laptop.query(
    "SELECT count(*) AS n FROM bronze.customer_updates WHERE customer_id LIKE 'c1_%'",
  );
  expect(joined?.['n']).toBe(rows.length);
});

describe('a batch that the archive cannot take', () => {
  const table = 'customer_updates';
  const folder = `archive/${table}/shardId-000000000000`;
  // A batch is halved down to single records before they are given up: two show it.
  const options = { seed: 9, count: 2, now: Date.now(), duplicates: 0, bad: 0 };

  it(
    'is kept with its bytes, and the stream goes on',
    async () => {
      const archive = archiveOf(laptop);
      const refused = generateEvents(table, options);
      const taken = generateEvents(table, { ...options, seed: 10 });
      const before = await archive.take(`archive/${table}/`);
      await archive.put([{ key: folder, body: Buffer.from('in the way of its folder') }]);

      await laptop.send(linesOf(refused), table);
      const discarded = await archive.wait(DISCARDED_BATCHES_PREFIX, options.count);
      await archive.take(folder);
      await laptop.send(linesOf(taken), table);
      const after = await archive.wait(`archive/${table}/`, 1);
      await archive.put(before);

      expect(new Set(discarded.flatMap(({ body }) => payloadOf(body)))).toEqual(
        new Set(linesOf(refused)),
      );
      expect(after.map(({ body }) => framesOf(body)).flat()).toEqual(linesOf(taken));
      expect(waitingFor('GivenUpBatches')).toEqual(discarded.map(({ key }) => key).sort());
    },
    PATIENCE_MS,
  );
});

/** Keys of the objects whose events wait in a queue, by what its name contains. */
function waitingFor(queue: string): readonly string[] {
  const events = join(laptop.dataDir, 'events');
  const file = readdirSync(events).find((name) => name.includes(queue));
  const lines = file === undefined ? [] : readFileSync(join(events, file), 'utf8').split('\n');
  return lines.flatMap((line) => /"key":"([^"]+)"/.exec(line)?.[1] ?? []).sort();
}

interface Stored {
  readonly key: string;
  readonly body: Buffer;
}

function archiveOf({ served: { clients, place } }: Laptop) {
  const Bucket = bucketName(place, 'archive');
  const objects = objectsOf(() => clients.s3(), Bucket);
  const read = async (key: string): Promise<Stored> => {
    const { Body } = await (await clients.s3()).getObject({ Bucket, Key: key });
    return { key, body: Buffer.from((await Body?.transformToByteArray()) ?? []) };
  };
  return {
    async put(stored: readonly Stored[]): Promise<void> {
      const s3 = await clients.s3();
      for (const { key, body } of stored) await s3.putObject({ Bucket, Key: key, Body: body });
    },
    /** Reads objects and removes them. */
    async take(prefix: string): Promise<readonly Stored[]> {
      const s3 = await clients.s3();
      const found = await Promise.all((await objects.list(prefix)).map(({ key }) => read(key)));
      for (const { key } of found) await s3.deleteObject({ Bucket, Key: key });
      return found;
    },
    /** The objects, as soon as there are so many. */
    async wait(prefix: string, least: number): Promise<readonly Stored[]> {
      for (let tried = 0; tried < 600; tried += 1) {
        const found = await objects.list(prefix);
        if (found.length >= least) return Promise.all(found.map(({ key }) => read(key)));
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`fewer than ${least} objects below ${prefix} within a minute`);
    },
  };
}

const framesOf = (body: Buffer): readonly string[] =>
  gunzipSync(body)
    .toString()
    .split('\n')
    .flatMap((line) => /"data":"([^"]+)"/.exec(line)?.[1] ?? [])
    .map((data) => Buffer.from(data, 'base64').toString());

/** The records inside what Lambda writes for a batch that it gave up. */
function payloadOf(body: Buffer): readonly string[] {
  const discarded: unknown = JSON.parse(body.toString());
  const { payload } = discarded as { readonly payload: string };
  const event: unknown = JSON.parse(payload);
  const { Records } = event as {
    readonly Records: readonly { readonly kinesis: { readonly data: string } }[];
  };
  return Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
}
