import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { SNS } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Resource } from '../../local/assembly/resources';
import { asAwsError, replyQueryError } from '../../local/server/reply';
import { snsRoute } from '../../local/sns/service';
import { removeFolder, temporaryFolder } from './assembly';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:sluice-dev-alerts';
const topic: Resource = {
  type: 'AWS::SNS::Topic',
  logicalId: 'Alerts',
  stack: 'Sluice-dev/Ingestion',
  name: 'sluice-dev-alerts',
  arn: TOPIC,
  properties: {},
  metadata: {},
};
const resources = {
  all: [topic],
  ofType: () => [topic],
  byArn: () => topic,
  byName: () => topic,
};

describe('SNS, called by the SDK', () => {
  const dataDir = temporaryFolder();
  let server: Server;
  let sns: SNS;
  beforeAll(async () => {
    const route = snsRoute({ resources, dataDir });
    server = createServer((request, response) => {
      route(request, response).catch((error: unknown) =>
        replyQueryError(response, asAwsError(error, 'sns')),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    sns = new SNS({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' },
      maxAttempts: 1,
    });
  });
  afterAll(() => {
    sns.destroy();
    server.close();
    removeFolder(dataDir);
  });

  it('keeps what is published, with its attributes', async () => {
    const { MessageId } = await sns.publish({
      TopicArn: TOPIC,
      Subject: 'one',
      Message: 'größer & <kleiner>',
      MessageAttributes: { rule: { DataType: 'String', StringValue: 'amount' } },
    });

    const [line = ''] = readFileSync(join(dataDir, 'sns', 'sluice-dev-alerts.log'), 'utf8').split(
      '\n',
    );
    expect(JSON.parse(line)).toMatchObject({
      id: MessageId,
      subject: 'one',
      message: 'größer & <kleiner>',
      attributes: { rule: 'amount' },
    });
  });

  it('answers for each entry of a batch on its own', async () => {
    const { Successful, Failed } = await sns.publishBatch({
      TopicArn: TOPIC,
      PublishBatchRequestEntries: [
        { Id: 'good', Message: 'x' },
        { Id: 'bad', Message: 'x', Subject: 'two\nlines' },
      ],
    });

    expect(Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidParameter', SenderFault: true }]);
  });

  it.each([
    ['a topic that is not there', { TopicArn: `${TOPIC}-no` }, 'NotFound'],
    ['entries of one id', { ids: ['a', 'a'] }, 'BatchEntryIdsNotDistinct'],
    ['eleven entries', { ids: [...'abcdefghijk'] }, 'TooManyEntriesInBatchRequest'],
    ['no entry', { ids: [] }, 'EmptyBatchRequest'],
  ])('refuses %s', async (_, given: { TopicArn?: string; ids?: string[] }, name) => {
    const { TopicArn = TOPIC, ids = ['a'] } = given;
    const PublishBatchRequestEntries = ids.map((Id) => ({ Id, Message: 'x' }));

    await expect(sns.publishBatch({ TopicArn, PublishBatchRequestEntries })).rejects.toMatchObject({
      name: expect.stringContaining(name) as string,
    });
  });

  it('names a call that it does not serve', async () => {
    await expect(sns.listTopics({})).rejects.toThrow('does not serve sns ListTopics');
  });
});
