import { accountOf } from './account';
import type { Account } from './account';
import { balances } from './balance';
import { Failure } from './failure';
import { goldTops } from './gold-top';
import type { GoldTop } from './gold-top';
import { followRun, runSummary, startRun } from './medallion';
import type { Printer } from './print';
import { progress } from './progress';
import { wholeNumber } from './query';
import { quarantineSample } from './quarantine-sample';
import { throwUnlessFine } from './run-end';
import { runWatcher } from './run-view';
import { loadFolder } from './start-files';
import { loadHistory } from './start-history';
import { sendTraffic } from './start-live';
import type { StartReport } from './start-report';
import type { Lake } from './target';
import type { Session } from './verb';

export interface GuideOptions {
  readonly data?: string;
  readonly mapping?: string;
  readonly rows: string;
  readonly live: string;
  readonly days: string;
  readonly seed: string;
}

/** The whole way of the data, once. */
export async function guide(session: Session, options: GuideOptions): Promise<StartReport> {
  const started = Date.now();
  if ((options.data === undefined) !== (options.mapping === undefined)) {
    throw new Failure('usage', '--data and --mapping belong together', 'npm start -- --help');
  }
  const { print } = session;
  const lake = await session.lake();
  progress(print, '').done(`the lake is up at ${lake.endpoint ?? ''} (${seconds(started)})`);
  const before = await stateOf(lake);
  const input = await feed(session, lake, options);
  const run = await runNow(session, lake);
  const counting = Promise.all([stateOf(lake), quarantineSample(lake)]);
  const [after, rejected] = await timed(print, 'every record counted', counting);
  const { endpoint = '', differences = [] } = lake;
  const tookMs = Date.now() - started;
  const counted = { ...input, before, after };
  const report = { endpoint, differences, tookMs, run, rejected, ...counted };
  return { ...report, balances: balances(counted) };
}

/** Shows what is going on, then how long it took. */
async function timed<T>(print: Printer, what: string, work: Promise<T>): Promise<T> {
  const started = Date.now();
  const shown = progress(print, `${what} …`);
  try {
    const result = await work;
    shown.done(`${what} (${seconds(started)})`);
    return result;
  } catch (error) {
    shown.fail(what);
    throw error;
  }
}

const seconds = (started: number): string => `${((Date.now() - started) / 1000).toFixed(1)} s`;

export interface State {
  readonly account: Account;
  readonly gold: readonly GoldTop[];
}
async function stateOf(lake: Lake): Promise<State> {
  const [account, gold] = await Promise.all([accountOf(lake), goldTops(lake)]);
  return { account, gold };
}

type Input = Pick<StartReport, 'history' | 'folder' | 'live'>;
async function feed({ print, home }: Session, lake: Lake, options: GuideOptions): Promise<Input> {
  const { data, mapping } = options;
  if (data !== undefined && mapping !== undefined) {
    const shown = progress(print, `loading ${data} …`);
    const folder = await loadFolder(lake, data, mapping, (name) =>
      shown.update(`loading ${name} …`),
    );
    shown.done(`${folder.files.length} files loaded through the file door`);
    return { folder };
  }
  const size = {
    seed: wholeNumber(options.seed, '--seed'),
    rows: wholeNumber(options.rows, '--rows'),
    days: wholeNumber(options.days, '--days'),
  };
  const history = await timed(
    print,
    `a history of ${size.days} days through the file door`,
    loadHistory(lake, home, size),
  );
  // another start, other traffic
  const traffic = sendTraffic(lake, wholeNumber(options.live, '--live'), Date.now() % 1e9);
  const live = await timed(print, 'live traffic through Kinesis', traffic);
  return { history, live };
}

async function runNow({ print }: Session, lake: Lake): Promise<StartReport['run']> {
  const watcher = runWatcher(print);
  const started = await startRun(lake, {});
  const ended = await followRun(lake, started, watcher);
  watcher.end(ended);
  const item = await runSummary(lake, started.run);
  throwUnlessFine(ended, item);
  const { status, tookMs } = ended;
  return { run: started.run, status: item?.status ?? status, tookMs, tables: item?.tables ?? [] };
}
