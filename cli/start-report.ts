import type { TableOutcome } from '../lambdas/shared/ledger/items';
import type { Balance } from './balance';
import { count, duration, plural } from './format';
import type { Printer } from './print';
import type { RejectedRecord } from './quarantine-sample';
import type { State } from './guide';
import type { LoadedFolder } from './start-files';
import type { LoadedHistory } from './start-history';
import type { SentTraffic } from './start-live';
import { showGold } from './start-gold';

export interface StartReport {
  readonly endpoint: string;
  readonly differences: readonly string[];
  readonly tookMs: number;
  readonly history?: LoadedHistory;
  readonly folder?: LoadedFolder;
  readonly live?: SentTraffic;
  readonly run: {
    readonly run: string;
    readonly status: string;
    readonly tookMs: number;
    readonly tables: readonly TableOutcome[];
  };
  readonly before: State;
  readonly after: State;
  readonly rejected: RejectedRecord | null;
  /** The equations that have to hold. */
  readonly balances: readonly Balance[];
}

/**
 * What happened, step by step, with counts that balance.
 * @param home the folder that was asked for: every line to try names it too
 */
export function showStart(report: StartReport, print: Printer, home?: string): void {
  print.heading('1  What went in');
  showInput(report, print);
  print.heading('2  Every record is accounted for');
  for (const { text, holds } of report.balances) {
    print.line(`  ${holds ? print.style.good('✔') : print.style.bad('≠')} ${text}`);
  }
  showReasons(report, print);
  print.heading('3  The gold tables, newest first');
  showGold(report, print);
  showRejected(report, print);
  print.heading('5  Try');
  const at = home === undefined ? '' : ` --home ${quoted(home)}`;
  for (const query of QUERIES) print.line(`  npx sluice query "${query}"${at}`);
  showNext(report, print, at);
}

function showInput({ history, folder, live }: StartReport, print: Printer): void {
  const files = (history ?? folder)?.files ?? [];
  const widest = Math.max(0, ...files.map(({ dataset }) => dataset.length));
  for (const { dataset, received, accepted, status } of files) {
    const again = status === 'loaded' ? '' : print.style.dim(' (loaded before: nothing changed)');
    const counts = `${count(received)} received, ${count(accepted)} accepted`;
    print.line(`  files   ${dataset.padEnd(widest + 1)} ${counts}${again}`);
  }
  if (folder !== undefined && folder.skipped.length > 0) {
    print.line(print.style.dim(`  not of a dataset: ${folder.skipped.join(', ')}`));
  }
  if (live === undefined) return;
  const { records, expected, stream, tookMs, others } = live;
  print.line(`  stream  ${stream}: ${plural(records, 'record')} in ${duration(tookMs)}`);
  const { duplicates, superseded, conflicts, moved, rejected } = expected;
  const { dim } = print.style;
  print.line(
    dim(
      `          of these ${duplicates} sent twice, ${superseded} replaced by a newer state, ${rejected} spoiled on purpose,`,
    ),
  );
  print.line(
    dim(`          ${conflicts} against what was booked, ${moved} moved to another business day`),
  );
  for (const other of others) {
    print.line(`  stream  ${other.stream}: ${plural(other.records, 'record')} beside`);
  }
}

function showReasons({ before, after }: StartReport, print: Printer): void {
  const rows = Object.entries(after.account.reasons)
    .map(([codes, n]) => [codes, n - (before.account.reasons[codes] ?? 0)] as const)
    .filter(([, n]) => n > 0);
  if (rows.length === 0) return;
  print.line('\n  why records were rejected:');
  const shown = rows.slice(0, MOST_REASONS);
  for (const [codes, n] of shown) print.line(`  ${count(n).padStart(6)}  ${codes}`);
  if (rows.length > shown.length) {
    print.line(print.style.dim(`          and ${rows.length - shown.length} more kinds`));
  }
}
const MOST_REASONS = 8;

function showRejected({ rejected }: StartReport, print: Printer): void {
  print.heading('4  A rejected record, with its reasons and without its secrets');
  if (rejected === null) return print.line('  none: everything was accepted');
  print.line(`  ${cut(JSON.stringify(rejected.reasons))}`);
  print.line(print.style.dim(`  ${cut(JSON.stringify(rejected.redacted))}`));
}
const LONGEST = 400;
const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;

const QUERIES = [
  `SELECT business_date, currency, revenue, transactions FROM gold.daily_sales_summary ORDER BY 1 DESC LIMIT 10`,
  `SELECT type, status, currency, count(*) AS n, sum(amount) AS amount FROM silver.transactions GROUP BY 1, 2, 3 ORDER BY n DESC`,
  `SELECT reason_codes, count(*) AS n FROM bronze.quarantine GROUP BY 1 ORDER BY 2 DESC`,
];

/** As a shell takes it. */
const quoted = (text: string): string =>
  /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

function showNext({ differences, tookMs }: StartReport, print: Printer, at: string): void {
  const { dim } = print.style;
  print.heading('6  Where to go next');
  const lines = [
    [`npx sluice up${at}`, 'keep it running, for your own producers and AWS clients'],
    [`npx sluice status${at}`, 'runs, freshness, the accounts'],
    ['copy a file in sql/gold', `one SQL file = one table; then npx sluice run${at}`],
    [`npm start -- --data <folder> --mapping <file>${at}`, 'the same with your own files'],
  ] as const;
  for (const [what, about] of lines) print.line(`  ${what.padEnd(28)}   ${about}`);
  print.line(
    dim(`\nEmulated here: the AWS services (Athena by DuckDB). Real: templates, state machines,`),
  );
  print.line(dim(`Lambda bundles and SQL, as deployed. What differs:`));
  for (const difference of differences) print.line(dim(`  · ${difference}`));
  print.line(dim(`\ndone in ${duration(tookMs)}; the data is kept, npm start again adds to it`));
}
