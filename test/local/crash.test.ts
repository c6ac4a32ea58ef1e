import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { S3 } from '@aws-sdk/client-s3';
import { parquetReadObjects } from 'hyparquet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Runtime, start } from '../../local/runtime';
import { removeFolder, temporaryFolder } from './assembly';
import { clientSettings } from './clients';
import { type SmallLake, writeSmallLake } from './small-lake';

const ROUNDS = 4;
const Bucket = 'lake-000000000000';

let dir: string;
let lake: SmallLake;
let child: ChildProcess | undefined;
let runtime: Runtime | undefined;

beforeEach(() => {
  dir = temporaryFolder();
  lake = writeSmallLake(dir, 2);
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await runtime?.stop();
  removeFolder(dir);
});

async function startChild(): Promise<{ endpoint: string }> {
  const script = new URL('./run-lake.ts', import.meta.url).pathname;
  const args = ['--import', 'tsx', script, lake.assemblyDir, join(dir, 'data')];
  child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const output = child.stdout;
  if (!output) throw new Error('no output of the child');
  const [line] = (await once(output, 'data')) as [Buffer];
  return { endpoint: line.toString('utf8').trim() };
}

async function killChild(): Promise<void> {
  const exited = child && once(child, 'exit');
  child?.kill('SIGKILL');
  await exited;
}

/** Puts records and objects as fast as it can until the process dies; what was answered goes into the sets. */
async function load(endpoint: string, round: number, records: Set<string>, objects: Set<string>) {
  const settings = { ...clientSettings({ endpoint }), maxAttempts: 1 };
  const kinesis = new Kinesis(settings);
  const s3 = new S3(settings);
  const dynamo = new DynamoDB(settings);
  const putRecords = async (): Promise<void> => {
    for (let n = 0; ; n += 1) {
      const ids = Array.from({ length: 100 }, (_, i) => `r${round}-${n}-${i}`);
      await kinesis.putRecords({
        StreamName: 'events',
        Records: ids.map((id, i) => ({
          PartitionKey: id,
          // Every tenth record is bad: it must turn up in quarantine.
          Data: Buffer.from(
            i % 10 === 9 ? `bad ${id}` : JSON.stringify({ id, day: `2026-01-0${(n % 5) + 1}` }),
          ),
        })),
      });
      for (const id of ids) records.add(id);
      // A pause lets delivery write, so that some kills fall into it.
      if (n % 10 === 9) await sleep(1_100);
    }
  };
  const putObjects = async (): Promise<void> => {
    for (let n = 0; ; n += 1) {
      const Key = `bronze/put/${round}-${n}`;
      await s3.putObject({ Bucket, Key, Body: Key });
      const Item = { pk: { S: 'o' }, sk: { S: Key } };
      await dynamo.putItem({ TableName: 'ledger', Item });
      objects.add(Key);
    }
  };
  await Promise.allSettled([putRecords(), putObjects()]);
}

const sleep = (ms: number): Promise<void> => new Promise((go) => setTimeout(go, ms));

async function parquetRows(folder: string): Promise<readonly Record<string, unknown>[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => join(folder, name));
  const rows = [];
  for (const path of files) {
    const bytes = readFileSync(path);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    rows.push(...(await parquetReadObjects({ file: file })));
  }
  return rows;
}

describe('kill -9', () => {
  it(`loses nothing that was answered, in ${ROUNDS} kills during puts and deliveries`, async () => {
    const records = new Set<string>();
    const objects = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { endpoint } = await startChild();
      const loading = load(endpoint, round, records, objects);
      await sleep(1_300 + 230 * round);
      await killChild();
      await loading;
    }

    runtime = await start({ assemblyDir: lake.assemblyDir, dataDir: join(dir, 'data'), port: 0 });
    await runtime.flush();

    const bronze = join(dir, 'data', 's3', Bucket, 'bronze');
    const rows = await parquetRows(join(bronze, 'events'));
    const rejected = await parquetRows(join(bronze, 'quarantine'));
    const sequences = new Set(rejected.map((row) => row.sequence));
    const good = new Set(rows.map((row) => String(row.id)));
    const acknowledged = [...records].filter((id) => !id.endsWith('9'));
    expect(records.size).toBeGreaterThan(1_000);
    expect(acknowledged.filter((id) => !good.has(id))).toEqual([]);
    expect(sequences.size).toBeGreaterThanOrEqual(records.size / 10);
    const noted = readFileSync(lake.noteFile, 'utf8');
    expect([...objects].filter((key) => !noted.includes(`"${key}"`))).toEqual([]);
    expect([...objects].map((key) => readFileSync(join(bronze, '..', key), 'utf8'))).toEqual([
      ...objects,
    ]);
    const archived = readFileSync(lake.archiveFile, 'utf8');
    expect(acknowledged.filter((id) => !archived.includes(`\\"${id}\\"`))).toEqual([]);
    const dynamo = new DynamoDB(clientSettings(runtime));
    const { Count } = await dynamo.query({
      TableName: 'ledger',
      KeyConditionExpression: 'pk = :o',
      ExpressionAttributeValues: { ':o': { S: 'o' } },
    });
    expect(Count).toBeGreaterThanOrEqual(objects.size);
  }, 90_000);

  it('leaves no lock that stops the next start, and one start refuses another', async () => {
    await startChild();
    await killChild();
    const options = { assemblyDir: lake.assemblyDir, dataDir: join(dir, 'data'), port: 0 };

    runtime = await start(options);

    await expect(start(options)).rejects.toThrow(
      /is in use: a runtime with process id \d+ runs at/,
    );
    expect(statSync(join(dir, 'data')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dir, 'data', 'kms', 'secret')).mode & 0o777).toBe(0o600);
  }, 30_000);
});
