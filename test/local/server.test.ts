import { connect } from 'node:http2';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Runtime, start } from '../../local/runtime';
import { removeFolder, temporaryFolder } from './assembly';
import { writeSmallLake } from './small-lake';

const dir = temporaryFolder();
let runtime: Runtime;

beforeAll(async () => {
  const { assemblyDir } = writeSmallLake(dir);
  runtime = await start({ assemblyDir, dataDir: `${dir}/data`, port: 0 });
});
afterAll(async () => {
  await runtime.stop();
  removeFolder(dir);
});

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}
const ask = (headers: Record<string, string>, body = '', method = 'POST'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request(runtime.endpoint, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode, body: text }));
    });
    asked.on('error', reject).end(body);
  });

describe('the one port', () => {
  it('refuses a foreign host and a foreign origin', async () => {
    const { host } = new URL(runtime.endpoint);
    const target = { 'x-amz-target': 'Kinesis_20131202.ListStreams' };

    const foreignHost = await ask({ ...target, host: 'evil.example' });
    const foreignOrigin = await ask({ ...target, origin: 'https://evil.example' });
    const own = await ask({ ...target, host: host.replace('127.0.0.1', 'localhost') });

    expect(foreignHost.status).toBe(403);
    expect(foreignOrigin.status).toBe(403);
    expect(own).toEqual({ status: 200, body: '{"StreamNames":["events"],"HasMoreStreams":false}' });
  });

  it('speaks HTTP/2 without TLS', async () => {
    const session = connect(runtime.endpoint);
    const stream = session.request({
      ':method': 'POST',
      'x-amz-target': 'Kinesis_20131202.ListStreams',
    });
    stream.end('{}');

    let text = '';
    for await (const chunk of stream) text += String(chunk);
    session.close();

    expect(text).toContain('events');
  });

  it.each([
    [
      'an unknown operation',
      { 'x-amz-target': 'Kinesis_20131202.SplitShard' },
      'kinesis SplitShard',
    ],
    ['an inherited name', { 'x-amz-target': 'Kinesis_20131202.toString' }, 'kinesis toString'],
    ['an unknown service', { 'x-amz-target': 'AmazonSQS.SendMessage' }, 'AmazonSQS SendMessage'],
    [
      'a REST service',
      { authorization: 'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/lambda/aws4_request' },
      'lambda POST /',
    ],
    [
      'another query action',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'query action',
    ],
  ])('refuses %s by its name', async (_what, headers, name) => {
    const { status, body } = await ask(headers, 'Action=AssumeRole');

    expect(status).toBe(400);
    expect(body).toContain('UnknownOperationException');
    expect(body).toContain(`does not serve ${name}`);
  });

  it('answers what is no JSON without quoting it', async () => {
    const headers = { 'x-amz-target': 'Kinesis_20131202.PutRecord' };

    const { status, body } = await ask(headers, '{"card": 4111111111111111');

    expect(status).toBe(400);
    expect(body).toContain('SerializationException');
    expect(body).not.toContain('4111');
  });

  it('tells what it serves and what it only refers to', () => {
    expect(runtime.info.served).toMatchObject({ 'AWS::Kinesis::Stream': 1, 'AWS::S3::Bucket': 2 });
    expect(runtime.info.unserved).toEqual({ 'AWS::CloudFormation::Stack': 1 });
    expect(runtime.info.differences.join()).toContain('schedules are off');
  });
});
