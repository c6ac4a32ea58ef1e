/** `medallion-run.ts <home> <rows>`: loads a generated history through the file door and runs the pipeline. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { homeAt } from '../../cli/home';
import { loadFile } from '../../cli/load-file';
import { startRun } from '../../cli/medallion';
import { openLaptop } from '../../cli/target';
import { generateHistory } from '../../samples/generate';
import type { PipelineFigures } from './medallion';

/** As many slices as one statement may write, so that no build is split. */
const DAYS = 90;
/** Records a file: the generator holds one file's worth in memory. */
const CHUNK = 100_000;

const [homeDir = '', rowsGiven = ''] = process.argv.slice(2);
const home = homeAt(homeDir);
const files = writeHistory(Number(rowsGiven), path.join(home.dir, 'history'));

const lake = await openLaptop({ home, verb: 'bench' });
const loading = performance.now();
for (const { file, dataset } of files) await loadFile(lake, { file, source: 'direct', dataset });
const loadSeconds = (performance.now() - loading) / 1000;

const running = performance.now();
const { executionArn } = await startRun(lake, {});
const ended = await endOf(executionArn);
const seconds = (performance.now() - running) / 1000;
await lake.close();
if (ended.status !== 'SUCCEEDED') throw new Error(`the run ${ended.status}: ${ended.cause}`);

const peakRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
const figures: PipelineFigures = { seconds, loadSeconds, peakRssMb };
console.log(JSON.stringify(figures));
process.exit(0);

/** Asks for the end only: following each table, as `sluice run` does, would take a share of the machine. */
async function endOf(executionArn: string): Promise<{ status?: string; cause?: string }> {
  const sfn = await lake.clients.sfn();
  for (;;) {
    const { status, cause } = await sfn.describeExecution({ executionArn });
    if (status !== 'RUNNING') return { status, cause };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function writeHistory(
  rows: number,
  folder: string,
): readonly { readonly file: string; readonly dataset: string }[] {
  mkdirSync(folder, { recursive: true });
  const endDate = new Date().toISOString().slice(0, 10);
  const write = (dataset: string, name: string, lines: readonly string[]) => {
    const file = path.join(folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return { file, dataset };
  };
  const written: { file: string; dataset: string }[] = [];
  for (let made = 0, seed = 1; made < rows; made += CHUNK, seed += 1) {
    const transactions = Math.min(CHUNK, rows - made);
    const history = generateHistory({ seed, days: DAYS, transactions, endDate });
    written.push(write('transactions', `transactions-${seed}.ndjson`, history.transactions));
    if (seed > 1) continue;
    for (const dataset of ['products', 'stores'] as const) {
      written.push(write(dataset, `${dataset}.ndjson`, history.datasets[dataset]));
    }
  }
  return written;
}
