import { join } from 'node:path';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { S3 } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { homeAt } from '../../cli/home';
import { assemblyFor } from '../../cli/synth';
import { loadResources } from '../../local/assembly/load';
import { readAssembly } from '../../local/assembly/read';
import { type Runtime, start } from '../../local/runtime';
import { removeFolder, temporaryFolder } from './assembly';
import { clientSettings } from './clients';

const dir = temporaryFolder();
const lake = 'sluice-dev-lake-000000000000-us-east-1';
const archive = 'sluice-dev-archive-000000000000-us-east-1';
let assemblyDir: string;
let runtime: Runtime;

beforeAll(async () => {
  assemblyDir = (await assemblyFor(homeAt(undefined))).dir;
  runtime = await start({ assemblyDir, dataDir: join(dir, 'data'), port: 0 });
}, 120_000);
afterAll(async () => {
  await runtime.stop();
  removeFolder(dir);
});

const sale = (n: number, now: string): object => ({
  transaction_id: `t${n}`,
  source_system: 'pos',
  transaction_time: now,
  event_time: now,
  channel: 'web',
  type: 'sale',
  status: 'COMPLETED',
  currency: 'USD',
  amount: '10.00',
  items: [{ product_id: 'p1', quantity: '1', line_amount: '10.00' }],
});

describe('the dev assembly', () => {
  it('has no intrinsic function that the runtime cannot resolve', () => {
    const { stacks } = readAssembly(assemblyDir);
    const resources = loadResources(stacks, { region: 'us-east-1', account: '000000000000' });

    const texts = resources.all.map(({ properties, arn }) => JSON.stringify(properties) + arn);

    expect(texts.length).toBeGreaterThan(50);
    expect(texts.join('\n')).not.toMatch(/"Fn::|"Ref":/);
  });

  it('takes records from the stream to bronze, quarantine and archive', async () => {
    const now = new Date().toISOString();
    const values = [sale(1, now), sale(2, now), { no: 'transaction' }];
    const kinesis = new Kinesis(clientSettings(runtime));
    const s3 = new S3(clientSettings(runtime));

    await kinesis.putRecords({
      StreamName: 'sluice-dev-transactions',
      Records: values.map((value, i) => ({
        PartitionKey: `k${i}`,
        Data: Buffer.from(JSON.stringify(value)),
      })),
    });
    await runtime.flush();

    const keys = async (Bucket: string): Promise<string> =>
      ((await s3.listObjectsV2({ Bucket })).Contents ?? []).map(({ Key }) => Key).join('\n');
    expect(await keys(lake)).toMatch(/^bronze\/quarantine\/arrival_date=.*\.parquet$/m);
    expect(await keys(lake)).toMatch(/^bronze\/transactions\/business_date=.*\.parquet$/m);
    expect(await keys(lake)).not.toContain('delivery-errors');
    expect(await keys(archive)).toMatch(/^archive\/transactions\/shardId-0+\//m);
  });
});
