import { readFileSync } from 'node:fs';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { KMS } from '@aws-sdk/client-kms';
import { S3 } from '@aws-sdk/client-s3';
import { STS } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime, start } from '../../local/runtime';
import { removeFolder, temporaryFolder } from './assembly';
import { clientSettings } from './clients';
import { parsed } from './parsed';
import { type SmallLake, writeSmallLake } from './small-lake';

const dir = temporaryFolder();
const Bucket = 'lake-000000000000';
let lake: SmallLake;
let runtime: Runtime;
let s3: S3;

beforeAll(async () => {
  lake = writeSmallLake(dir, 2);
  runtime = await start({ assemblyDir: lake.assemblyDir, dataDir: `${dir}/data`, port: 0 });
  s3 = new S3(clientSettings(runtime));
});
afterAll(async () => {
  await runtime.stop();
  removeFolder(dir);
});

describe('events', () => {
  it('reach the function of a matching rule, with retries, and no other', async () => {
    await s3.putObject({ Bucket, Key: 'bronze/twice', Body: 'x' });
    await s3.putObject({ Bucket, Key: 'silver/unmatched', Body: 'x' });
    await s3.putObject({ Bucket: 'quiet', Key: 'bronze/quiet', Body: 'x' });

    await runtime.flush();

    const noted = readFileSync(lake.noteFile, 'utf8').trim().split('\n');
    const events = noted.map(parsed);
    const twice = events.filter((event) => JSON.stringify(event).includes('bronze/twice'));
    expect(twice).toHaveLength(3);
    expect(twice[0]).toMatchObject({
      source: 'aws.s3',
      'detail-type': 'Object Created',
      detail: {
        bucket: { name: Bucket },
        object: { key: 'bronze/twice', size: 1 },
        reason: 'PutObject',
      },
    });
    expect(noted.join('')).not.toMatch(/unmatched|quiet/);
  });
});

describe('identity and ledger', () => {
  it('keeps items by condition', async () => {
    const dynamo = new DynamoDB(clientSettings(runtime));
    const Item = { pk: { S: 'a' }, sk: { S: 'b' }, n: { N: '1' } };
    const ConditionExpression = 'attribute_not_exists(pk)';

    await dynamo.putItem({ TableName: 'ledger', Item, ConditionExpression });
    const second = dynamo.putItem({ TableName: 'ledger', Item, ConditionExpression });

    await expect(second).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    const found = await dynamo.query({
      TableName: 'ledger',
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': { S: 'a' }, ':sk': { S: 'b' } },
    });
    expect(found.Items).toEqual([Item]);
    await expect(dynamo.deleteTable({ TableName: 'ledger' })).rejects.toThrow(/does not serve/);
  });

  it('derives the same MAC by alias and by key, another for another message', async () => {
    const kms = new KMS(clientSettings(runtime));
    const mac = async (KeyId: string, text: string): Promise<string> => {
      const MacAlgorithm = 'HMAC_SHA_256';
      const { Mac } = await kms.generateMac({ KeyId, Message: Buffer.from(text), MacAlgorithm });
      return Buffer.from(Mac ?? []).toString('hex');
    };
    const { KeyId = '' } = await kms.generateMac({
      KeyId: 'alias/mac',
      Message: Buffer.from('m'),
      MacAlgorithm: 'HMAC_SHA_256',
    });

    expect(await mac('alias/mac', 'm')).toBe(await mac(KeyId, 'm'));
    expect(await mac('alias/mac', 'm')).not.toBe(await mac('alias/mac', 'n'));
    await expect(mac('alias/none', 'm')).rejects.toMatchObject({ name: 'NotFoundException' });
  });

  it('says who calls', async () => {
    const identity = await new STS(clientSettings(runtime)).getCallerIdentity({});

    expect(identity.Account).toBe('000000000000');
  });
});
