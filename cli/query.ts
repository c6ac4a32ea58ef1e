import type { Command } from 'commander';
import { Failure } from './failure';
import { bytes, duration, plural } from './format';
import type { Printer } from './print';
import { refusal } from './read-only';
import { statement } from './statement';
import type { Result, Value } from './statement';
import { inSession, verb } from './verb';
import type { Shared } from './verb';
import { askWarehouse } from './warehouse/ask';

interface Options extends Shared {
  readonly csv?: boolean;
  readonly maxRows: string;
  readonly warehouse: boolean;
}

export const queryVerb = (): Command =>
  verb({
    name: 'query',
    summary: 'Ask the lake in SQL (Athena dialect)',
    about:
      'Databases: bronze (as received), silver (typed, one row per key), gold (business tables), ops.\n' +
      'It only reads. Money comes as text, so that no digit is lost on the way.',
    examples: [
      [`sluice query "SELECT * FROM gold.daily_sales_summary LIMIT 5"`, 'a table to look at'],
      [`sluice query "DESCRIBE gold.daily_sales_summary"`, 'its columns'],
      [`sluice query "SELECT count(*) AS n FROM silver.transactions" --json`, 'for scripts'],
      [`sluice query "SELECT * FROM bronze.quarantine" --csv > q.csv`, 'for a spreadsheet'],
      [`sluice query --warehouse "SELECT * FROM mart.v1_revenue_daily"`, 'what reports read'],
    ],
  })
    .argument('<sql>', 'one statement')
    .option('--csv', 'print CSV with a header line', false)
    .option('--max-rows <n>', 'stop after so many rows', '1000')
    .option('--warehouse', 'ask the warehouse, in its dialect (on the laptop DuckDB)', false)
    .action((sql: string, options: Options) =>
      inSession('query', options, async ({ print, lake }) => {
        const reason = refusal(sql, { laptop: options.env === undefined });
        if (reason !== undefined) throw new Failure('refused', reason);
        const ask = options.warehouse ? askWarehouse : statement;
        const result = await ask(await lake(), sql, wholeNumber(options.maxRows, '--max-rows'));
        print.result(asJson(result), () => show(result, options, print));
      }),
    );

export function wholeNumber(text: string, option: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Failure('usage', `${option} ${text}: give a whole number`);
}

export const asJson = ({ columns, rows, more, scannedBytes, tookMs }: Result) => ({
  columns,
  rows: rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i] ?? null]))),
  more,
  scannedBytes,
  tookMs,
});

function show(result: Result, { csv, warehouse }: Options, print: Printer): void {
  if (csv) {
    const lines = [result.columns.map(({ name }) => name), ...result.rows].map(csvLine);
    for (const line of lines) print.line(line);
    if (result.more) print.note('more rows follow: raise --max-rows');
    return;
  }
  showTable(result, print);
  const { rows, more, scannedBytes, tookMs } = result;
  const rest = more ? ' (more follow: raise --max-rows)' : '';
  const read = warehouse ? 'in the warehouse' : `${bytes(scannedBytes)} read`;
  const facts = `${plural(rows.length, 'row')}${rest} · ${duration(tookMs)} · ${read}`;
  print.line(print.style.dim(facts));
}

const NUMBERS = /^(tinyint|smallint|integer|bigint|double|float|real|decimal)/;

export function showTable(
  { columns, rows }: Pick<Result, 'columns' | 'rows'>,
  print: Printer,
): void {
  print.table(
    columns.map(({ name, type }) => ({ title: name, right: NUMBERS.test(type) })),
    rows.map((row) => row.map((value, at) => cell(value, columns[at]?.type ?? '', print))),
  );
}

/** For people only: `--json` and `--csv` give what Athena gave. */
function cell(value: Value, type: string, print: Printer): string {
  if (value === null) return print.style.dim('∅');
  if (typeof value === 'number') return value.toLocaleString('en-US', { maximumFractionDigits: 4 });
  return type.startsWith('decimal') ? String(value).replace(TRAILING_ZEROS, '$1') : String(value);
}
/** Behind the second decimal. */
const TRAILING_ZEROS = /(\.\d\d)\d*?0+$/;

/** RFC 4180; NULL is an empty field. */
const csvLine = (row: readonly Value[]): string =>
  row
    .map((value) => (value === null ? '' : String(value)))
    .map((text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
    .join(',');
