import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadFile } from '../../cli/load-file';
import { runSummary, startRun } from '../../cli/medallion';
import type { Lake } from '../../cli/target';
import type { RunItem } from '../../lambdas/shared/ledger/items';
import { generateEvents, generateHistory } from '../../samples/generate';

/** Records a file: the generator holds one file's worth in memory. */
const CHUNK = 100_000;

export interface WrittenFile {
  readonly file: string;
  readonly dataset: string;
}
export interface HistoryToWrite {
  readonly rows: number;
  readonly days: number;
  /** Last day, `YYYY-MM-DD`. */
  readonly endDate: string;
  /** Which lines to write; default all. */
  readonly keeps?: (line: string) => boolean;
}

/** Writes a generated history, its reference datasets included, as files of one dataset each. */
export function writeHistory(
  folder: string,
  { rows, days, endDate, keeps = () => true }: HistoryToWrite,
): readonly WrittenFile[] {
  mkdirSync(folder, { recursive: true });
  const write = (dataset: string, name: string, lines: readonly string[]): WrittenFile => {
    const file = path.join(folder, name);
    writeFileSync(file, `${lines.filter(keeps).join('\n')}\n`);
    return { file, dataset };
  };
  const written: WrittenFile[] = [];
  for (let made = 0, seed = 1; made < rows; made += CHUNK, seed += 1) {
    const transactions = Math.min(CHUNK, rows - made);
    const history = generateHistory({ seed, days, transactions, endDate });
    written.push(write('transactions', `transactions-${seed}.ndjson`, history.transactions));
    if (seed > 1) continue;
    for (const [dataset, lines] of Object.entries(history.datasets)) {
      written.push(write(dataset, `${dataset}.ndjson`, lines));
    }
  }
  const movements = write(
    'stock_movements',
    'stock_movements.ndjson',
    movementsOf(rows, days, endDate),
  );
  return [...written, movements];
}

const DAY_MS = 86_400_000;
/** Shelves are counted and filled for every twentieth sale. */
const SALES_A_MOVEMENT = 20;

function movementsOf(rows: number, days: number, endDate: string): readonly string[] {
  const noon = Date.parse(`${endDate}T12:00:00Z`);
  const count = Math.ceil(rows / days / SALES_A_MOVEMENT);
  return Array.from({ length: days }, (_, ago) => {
    const sent = { seed: ago + 1, count, now: noon - ago * DAY_MS, duplicates: 0, bad: 0 };
    return generateEvents('stock_movements', sent).records;
  })
    .flat()
    .map(({ data }) => Buffer.from(data).toString());
}

export async function loadAll(lake: Lake, files: readonly WrittenFile[]): Promise<void> {
  for (const { file, dataset } of files) await loadFile(lake, { file, source: 'direct', dataset });
}

/**
 * Runs the pipeline and asks for the end only: following each table, as `sluice run` does, would take a share of the machine.
 * @throws Error when the run does not succeed
 */
export async function runToEnd(lake: Lake): Promise<RunItem> {
  const { executionArn, run } = await startRun(lake, {});
  const sfn = await lake.clients.sfn();
  for (;;) {
    const { status, cause } = await sfn.describeExecution({ executionArn });
    if (status === 'SUCCEEDED') break;
    if (status !== 'RUNNING') throw new Error(`the run ${status}: ${cause}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const item = await runSummary(lake, run);
  if (item === undefined) throw new Error('the run left no summary');
  return item;
}
