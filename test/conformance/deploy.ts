/**
 * The stock CDK CLI bootstraps, deploys and destroys the dev environment at MiniStack, an emulator of AWS's APIs. It
 * proves wiring, assets, bundles and the CLI's path, never the value of a property. Exit codes are not trusted:
 * every stack's resources are compared with the assembly, and a record goes through the stream. Without python3,
 * or where its package cannot be installed, one SKIP line; DEPLOY_REQUIRED=1 makes that a failure.
 */
import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { S3 } from '@aws-sdk/client-s3';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../cli/home';
import { bucketName, rootStackName, streamName } from '../../lambdas/shared/names';
import { leaveOut, resourceCount } from './deployable';

const VENV = path.join(ROOT, '.build', 'conformance-deploy');
const PYTHON = path.join(VENV, 'bin', 'python');
const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

const missing = prepare();
if (missing !== undefined) {
  console.log(`SKIP conformance:deploy: ${missing}`);
  process.exit(process.env.DEPLOY_REQUIRED === '1' ? 1 : 0);
}
process.exit(await check());

function prepare(): string | undefined {
  const done = (command: string, ...args: string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0;
  if (!done('python3', '--version')) return 'no python3';
  if (existsSync(PYTHON) && done(PYTHON, '-c', 'import ministack')) return undefined;
  if (!done('python3', '-m', 'venv', VENV)) return 'python3 has no venv';
  if (!done(PYTHON, '-m', 'pip', 'install', '-q', 'ministack==1.5.33')) {
    return 'pip cannot install ministack';
  }
  return undefined;
}

/** @returns exit code */
async function check(): Promise<number> {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-deploy-'));
  const port = await freePort();
  const log = path.join(home, 'emulator.log');
  const emulator = spawn(path.join(VENV, 'bin', 'ministack'), {
    cwd: home,
    env: { ...process.env, HOME: home, BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port) },
    stdio: ['ignore', openSync(log, 'w'), openSync(log, 'w')],
    // A group of its own: the functions it runs end with it.
    detached: true,
  });
  const ended = new Promise((resolve) => emulator.once('exit', resolve));
  try {
    return await deployAt(`http://127.0.0.1:${port}`, home);
  } catch (error) {
    console.log(`conformance:deploy failed: ${error instanceof Error ? error.message : 'unknown'}`);
    console.log(`the emulator's last lines:\n${tail(readFileSync(log, 'utf8'))}`);
    return 1;
  } finally {
    if (emulator.pid !== undefined) process.kill(-emulator.pid, 'SIGKILL');
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
}

async function deployAt(endpoint: string, home: string): Promise<number> {
  // The CDK CLI remembers accounts by access key, in the home folder.
  const credentials = { accessKeyId: path.basename(home).replace(/\W/g, ''), secretAccessKey: 'x' };
  const env = {
    ...process.env,
    HOME: home,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CDK_VALIDATION: 'false',
  };
  const cdk = (...args: string[]): void => {
    const { status, stdout, stderr } = spawnSync('npx', ['cdk', ...args], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    });
    if (status !== 0)
      throw new Error(`cdk ${args.join(' ')} failed:\n${tail(stdout)}${tail(stderr)}`);
  };
  const clients = { endpoint, region: REGION, credentials };
  const assembly = path.join(home, 'cdk.out');
  await until('the emulator answers', async () => (await fetch(endpoint)).ok);

  // The emulator has no Redshift Serverless.
  const context = ['--context', 'env=dev', '--context', 'warehouse=off'];
  cdk('synth', '--quiet', ...context, '--output', assembly);
  const left = leaveOut(assembly);
  cdk('bootstrap', `aws://${ACCOUNT}/${REGION}`, '--app', assembly);
  cdk('deploy', '--app', assembly, '--require-approval', 'never');
  const wanted = resourceCount(assembly);
  const found = await resourcesAt(new CloudFormation(clients));
  console.log(
    `deployed: ${found.resources} of ${wanted.resources} resources in ${found.stacks} of ${wanted.stacks} stacks; ` +
      `left out what the emulator has not: ${left.join(', ')}`,
  );
  await putRecord(endpoint, new S3({ ...clients, forcePathStyle: true }));
  console.log('a record put at the stream lies in the archive');
  cdk('destroy', '--app', assembly, '--force');
  const after = await resourcesAt(new CloudFormation(clients));
  console.log(`destroyed: ${after.stacks} stacks left`);
  const right =
    found.resources === wanted.resources && found.stacks === wanted.stacks && after.stacks === 0;
  if (!right) console.log('conformance:deploy failed: stacks and assembly differ');
  return right ? 0 : 1;
}

async function resourcesAt(
  client: CloudFormation,
): Promise<{ readonly stacks: number; readonly resources: number }> {
  const { Stacks = [] } = await client.describeStacks({});
  const ours = Stacks.filter(
    ({ StackName, StackStatus }) =>
      StackName?.startsWith(rootStackName('dev')) && StackStatus === 'CREATE_COMPLETE',
  );
  const resources = await Promise.all(
    ours.map(async ({ StackId }) => {
      const { StackResources = [] } = await client.describeStackResources({ StackName: StackId });
      return StackResources.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE')
        .length;
    }),
  );
  return { stacks: ours.length, resources: resources.reduce((sum, count) => sum + count, 0) };
}

/**
 * The emulator runs the bundle of `archive-records` on the stream's event source mapping. Its own event loop waits
 * for functions that rules and deliveries call, and those wait for it: both are taken away first.
 */
async function putRecord(endpoint: string, s3: S3): Promise<void> {
  const Bucket = bucketName({ env: 'dev', account: ACCOUNT, region: REGION }, 'archive');
  const { Rules = [] } = await call(endpoint, 'AWSEvents.ListRules', {});
  for (const { Name } of Rules) await call(endpoint, 'AWSEvents.DisableRule', { Name });
  const { DeliveryStreamNames = [] } = await call(
    endpoint,
    'Firehose_20150804.ListDeliveryStreams',
    {},
  );
  for (const DeliveryStreamName of DeliveryStreamNames) {
    await call(endpoint, 'Firehose_20150804.DeleteDeliveryStream', { DeliveryStreamName });
  }
  await call(endpoint, 'Kinesis_20131202.PutRecord', {
    StreamName: streamName('dev', 'transactions'),
    PartitionKey: 'a',
    Data: Buffer.from('{"transaction_id":"t-1"}').toString('base64'),
  });
  await until('the record is archived', async () => {
    const { KeyCount = 0 } = await s3.listObjectsV2({ Bucket, Prefix: 'archive/' });
    return KeyCount > 0;
  });
}

interface Answer {
  readonly Rules?: readonly { readonly Name: string }[];
  readonly DeliveryStreamNames?: readonly string[];
}
function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null;
}

/** One call over HTTP/1, which is all that the emulator speaks; it checks no signature. */
async function call(endpoint: string, target: string, input: object): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'X-Amz-Target': target, 'Content-Type': 'application/x-amz-json-1.1' },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${target} failed: ${text.slice(0, 300)}`);
  const answer: unknown = text === '' ? {} : JSON.parse(text);
  if (!isAnswer(answer)) throw new Error(`${target} answered no object`);
  return answer;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  for (;;) {
    const done = await holds().catch(() => false);
    if (done) return;
    if (Date.now() > end) throw new Error(`${what}: not within 90 seconds`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function tail(text: string): string {
  return text.split('\n').slice(-15).join('\n');
}
