import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { announce } from './announce-up';
import { Failure } from './failure';
import { ROOT } from './home';
import type { Home } from './home';
import { busy, currentOwner } from './owner';
import type { Owner } from './owner';
import type { Printer } from './print';
import { progress } from './progress';
import { wholeNumber } from './query';
import { oneRow } from './statement';
import { ATHENA_ENGINES, startLaptop } from './target';
import type { AthenaEngine, Lake } from './target';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';

interface Options extends Shared {
  readonly port: string;
  readonly detach?: boolean;
  readonly schedule?: boolean;
  readonly throttle?: boolean;
  readonly engine: string;
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
      ['sluice up --engine trino', 'a real Trino (Java, 2 GB of memory) answers all SQL'],
    ],
    laptopOnly: true,
  })
    .option('--port <n>', 'port on 127.0.0.1', '4566')
    .option('--detach', 'return when it answers')
    .option('--schedule', 'start the pipeline by its schedule')
    .option('--throttle', "give shards AWS's write limits")
    .option('--engine <name>', `what answers Athena's SQL: ${ATHENA_ENGINES.join(', ')}`, 'duckdb')
    .option('--verbose', 'print what the runtime does')
    .action((options: Options) =>
      options.detach
        ? inSession('up', options, (session) => detach(session, options))
        : inSession('up', options, (session) => serve(session, options), { endsBySignal: true }),
    );

async function serve({ print, home }: Session, options: Options): Promise<void> {
  const { schedule = false, throttle = false, verbose } = options;
  const engine = engineNamed(options.engine);
  const shown = progress(print, 'starting …');
  const lake = await startLaptop({
    home,
    verb: 'up',
    port: wholeNumber(options.port, '--port'),
    schedule,
    throttle,
    engine,
    log: (line) => (verbose ? print.note(line) : undefined),
    onSynth: () => shown.update('synthesizing the stacks (once per change of the sources) …'),
  }).finally(() => shown.clear());
  if (engine === 'trino') await firstAnswer(lake, print);
  announce(lake, { home, print, engine });
  // Ctrl-C is how this verb ends: no failure
  await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  print.note('stopping …');
  await lake.close();
}

function engineNamed(given: string): AthenaEngine {
  const engine = ATHENA_ENGINES.find((name) => name === given);
  if (engine !== undefined) return engine;
  throw new Failure(
    'usage',
    `no engine is named "${given}"`,
    `one of ${ATHENA_ENGINES.join(', ')}`,
  );
}

/** Trino takes its time to start; who reads "up" should not wait for it. */
async function firstAnswer(lake: Lake, print: Printer): Promise<void> {
  const shown = progress(print, 'starting Trino …');
  try {
    await oneRow(lake, 'SELECT 1 AS ready');
  } catch (error) {
    await lake.close();
    throw error;
  } finally {
    shown.clear();
  }
}

async function detach({ print, home }: Session, options: Options): Promise<void> {
  const running = currentOwner(home);
  if (running?.verb === 'up' && running.endpoint !== undefined) return tell(running, home, print);
  if (running !== undefined) throw busy(running);
  const log = openSync(home.log, 'w', 0o600);
  const args = [
    'up',
    '--port',
    options.port,
    '--engine',
    engineNamed(options.engine),
    '--home',
    home.dir,
    '--verbose',
  ];
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
