import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { configFor } from '../lib/config';
import { Failure } from './failure';
import { ROOT } from './home';
import type { Home } from './home';
import { busy, currentOwner } from './owner';
import type { Owner } from './owner';
import type { Printer } from './print';
import { progress } from './progress';
import { wholeNumber } from './query';
import { streamNamed } from './stream-named';
import { startLaptop } from './target';
import type { Lake } from './target';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

interface Options extends Shared {
  readonly port: string;
  readonly detach?: boolean;
  readonly schedule?: boolean;
  readonly throttle?: boolean;
  readonly verbose?: boolean;
}
/** Detached, it has to answer within this time. */
const START_PATIENCE_MS = 120_000;

export const upVerb = (): Command =>
  verb({
    name: 'up',
    summary: 'Run the lake on this laptop until Ctrl-C',
    about:
      'Serves the deployed artefacts (templates, Lambdas, state machines, SQL) on one local port.\n' +
      'Any AWS client reaches it with AWS_ENDPOINT_URL. Data is kept between starts.',
    examples: [
      ['sluice up', 'in the foreground; Ctrl-C stops it cleanly'],
      ['sluice up --detach', 'in the background; sluice down stops it'],
      ['sluice up --port 5000 --schedule', 'another port, and the pipeline by its schedule'],
    ],
    laptopOnly: true,
  })
    .option('--port <n>', 'port on 127.0.0.1', '4566')
    .option('--detach', 'return when it answers')
    .option('--schedule', 'start the pipeline by its schedule')
    .option('--throttle', "give shards AWS's write limits")
    .option('--verbose', 'print what the runtime does')
    .action((options: Options) =>
      options.detach
        ? inSession('up', options, (session) => detach(session, options))
        : inSession('up', options, (session) => serve(session, options), { endsBySignal: true }),
    );

async function serve({ print, home }: Session, options: Options): Promise<void> {
  const { schedule = false, throttle = false, verbose } = options;
  const shown = progress(print, 'starting …');
  const lake = await startLaptop({
    home,
    verb: 'up',
    port: wholeNumber(options.port, '--port'),
    schedule,
    throttle,
    log: (line) => (verbose ? print.note(line) : undefined),
    onSynth: () => shown.update('synthesizing the stacks (once per change of the sources) …'),
  }).finally(() => shown.clear());
  announce(lake, home, print);
  // Ctrl-C is how this verb ends: no failure
  await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  print.note('stopping …');
  await lake.close();
}

function announce(lake: Lake, home: Home, print: Printer): void {
  const { endpoint = '', differences = [], place } = lake;
  const answer = { endpoint, pid: process.pid, data: home.dataDir, region: place.region };
  print.result({ ...answer, differences }, () => {
    const { bold, dim, accent } = print.style;
    print.line(`\n${bold('sluice is up')} at ${accent(endpoint)}`);
    print.line(`  data     ${path.relative(process.cwd(), home.dataDir) || home.dataDir}`);
    for (const { contract } of configFor(place.env).streams) {
      print.line(`  stream   ${streamNamed(place.env, contract).stream}`);
    }
    print.line('\nthe deployed artefacts run here; what differs from an AWS account:');
    for (const difference of [...EMULATED, ...differences]) print.line(dim(`  · ${difference}`));
    print.line('\nin another terminal:');
    for (const line of clientSetting(endpoint)) print.line(`  ${line}`);
    print.line(dim('\nCtrl-C stops it; data is kept'));
  });
}

const EMULATED = [
  'Kinesis, Firehose, S3, Glue, Athena (DuckDB), DynamoDB, Step Functions, SNS, KMS and STS are emulated',
  'any other AWS call is refused by name',
];
const clientSetting = (endpoint: string): readonly string[] => [
  `export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=laptop AWS_SECRET_ACCESS_KEY=laptop`,
  'npx sluice generate --rows 1000 --live | npx sluice produce -',
  'npx sluice run',
  'npx sluice query "SELECT * FROM gold.daily_sales_summary LIMIT 5"',
];

async function detach({ print, home }: Session, options: Options): Promise<void> {
  const running = currentOwner(home);
  if (running?.verb === 'up' && running.endpoint !== undefined) return tell(running, home, print);
  if (running !== undefined) throw busy(running);
  const log = openSync(home.log, 'w', 0o600);
  const args = ['up', '--port', options.port, '--home', home.dir, '--verbose'];
  if (options.schedule) args.push('--schedule');
  if (options.throttle) args.push('--throttle');
  const child = spawn(process.execPath, [path.join(ROOT, 'bin', 'sluice.mjs'), ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', log, log],
  });
  let ended = false;
  child.once('exit', () => (ended = true));
  const shown = progress(print, 'starting in the background …');
  try {
    for (const started = Date.now(); Date.now() - started < START_PATIENCE_MS;) {
      const owner = currentOwner(home);
      if (owner?.pid === child.pid && owner?.endpoint !== undefined) {
        child.unref();
        return tell(owner, home, print);
      }
      if (ended) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  } finally {
    shown.clear();
  }
  throw new Failure('failed', `it did not start: ${lastLines(home.log)}`, `all of it: ${home.log}`);
}

function tell({ endpoint, pid }: Owner, home: Home, print: Printer): void {
  print.result({ endpoint, pid, data: home.dataDir, log: home.log }, () => {
    print.line(`sluice is up at ${print.style.accent(endpoint ?? '')} (process ${pid})`);
    print.line(print.style.dim(`log: ${home.log} · stop it: npx sluice down`));
  });
}

const lastLines = (file: string): string =>
  readFileSync(file, 'utf8').trim().split('\n').slice(-5).join('\n');
