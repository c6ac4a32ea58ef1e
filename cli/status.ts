import type { Command } from 'commander';
import type { Ledger } from '../lambdas/shared/ledger/ledger';
import type { RunItem } from '../lambdas/shared/ledger/items';
import { accountOf } from './account';
import { showAccount } from './account-view';
import { ago, count, duration } from './format';
import { ledgerOf } from './medallion';
import type { Printer } from './print';
import { publishedTables } from './published';
import type { Lake } from './target';
import { inSession, verb } from './verb';
import type { Session, Shared } from './verb';
import { showLoads } from './warehouse-view';

const RUNS = 5;
const FINE = new Set(['RUNNING', 'SUCCEEDED', 'NOTHING_TO_DO']);

export const statusVerb = (): Command =>
  verb({
    name: 'status',
    summary: 'Show the last runs, how fresh the tables are, and where every row is',
    about:
      'The accounts must balance: received = accepted + rejected for every stream and file, and\n' +
      'bronze = silver + duplicates + conflicts + moved.',
    examples: [
      ['sluice status', 'the laptop'],
      ['sluice status --env prod --json', 'an account, for scripts'],
    ],
  }).action((options: Shared) => inSession('status', options, show));

async function show({ print, lake }: Session): Promise<void> {
  const opened = await lake();
  const ledger = ledgerOf(opened);
  const names = await publishedTables(opened);
  const [runs, tables, account] = await Promise.all([
    latestRuns(opened, ledger),
    freshness(ledger, names),
    accountOf(opened),
  ]);
  print.result({ runs, tables, account }, () => {
    print.heading('runs');
    showRuns(runs, print);
    print.heading('tables');
    showTables(tables, print);
    showLoads(runs, print, opened);
    print.heading('where every record is');
    showAccount(account, print);
  });
}

/** A run as the ledger knows it; an execution that ended without a report has its own status. */
type ShownRun = Omit<RunItem, 'status'> & { readonly status: string };

async function latestRuns(lake: Lake, ledger: Ledger): Promise<readonly ShownRun[]> {
  const runs = await ledger.runs.latest(RUNS);
  const sfn = await lake.clients.sfn();
  return Promise.all(
    runs.map(async (run) => {
      if (run.status !== 'RUNNING') return run;
      const { status = run.status } = await sfn.describeExecution({ executionArn: run.execution });
      return { ...run, status };
    }),
  );
}

export interface Freshness {
  readonly table: string;
  readonly slices: number;
  readonly rows: number;
  /** Newest slice: a day, the first day of a week or month, or `all`. */
  readonly newest: string | null;
  /** ISO 8601. */
  readonly publishedAt: string | null;
  /** Slices that keep older rows because an audit stopped the newer ones. */
  readonly blocked: readonly { readonly slice: string; readonly reasons: readonly string[] }[];
  readonly pending: boolean;
}

/** What of each table is published, and what a check holds back. */
export async function freshness(
  ledger: Ledger,
  tables: readonly string[],
): Promise<readonly Freshness[]> {
  const states = await ledger.models.of(tables);
  return Promise.all(
    tables.map(async (table): Promise<Freshness> => {
      const slices = [...(await ledger.slices.of(table)).values()];
      const published = slices.flatMap((state) => (state.published ? [state.published] : []));
      const times = published.map(({ publishedAt }) => publishedAt).sort();
      return {
        table,
        slices: published.length,
        rows: published.reduce((sum, { rows }) => sum + rows, 0),
        newest:
          published
            .map(({ slice }) => slice)
            .sort()
            .at(-1) ?? null,
        publishedAt: times.at(-1) ?? null,
        blocked: slices.flatMap(({ slice, blocked }) =>
          blocked ? [{ slice, reasons: blocked.reasons }] : [],
        ),
        pending: states.get(table)?.pending !== undefined,
      };
    }),
  );
}

function showRuns(runs: readonly ShownRun[], print: Printer): void {
  if (runs.length === 0) return print.line('  none yet: npx sluice run');
  print.table(
    [
      { title: 'run' },
      { title: '' },
      { title: 'started' },
      { title: 'took', right: true },
      { title: 'tables', right: true },
    ],
    runs.map(({ run, status, startedAt, finishedAt, tables = [] }) => [
      run,
      FINE.has(status) ? print.style.good(status) : print.style.bad(status),
      ago(startedAt, Date.now()),
      finishedAt === undefined ? '' : duration(Date.parse(finishedAt) - Date.parse(startedAt)),
      tables.length,
    ]),
  );
}

function showTables(tables: readonly Freshness[], print: Printer): void {
  if (tables.length === 0) return print.line('  none is published yet: npx sluice run');
  print.table(
    [
      { title: 'table' },
      { title: 'rows', right: true },
      { title: 'slices', right: true },
      { title: 'newest' },
      { title: 'published' },
      { title: '' },
    ],
    tables.map(({ table, rows, slices, newest, publishedAt, blocked, pending }) => [
      table,
      count(rows),
      count(slices),
      newest ?? '',
      publishedAt === null ? '' : ago(publishedAt, Date.now()),
      [
        blocked.length > 0
          ? print.style.bad(`${blocked.length} blocked: ${blocked[0]?.reasons[0] ?? ''}`)
          : '',
        pending ? print.style.warn(`pending: npx sluice apply ${table}`) : '',
      ].join(' '),
    ]),
  );
}
