/** `incremental-run.ts <home> <rows> <days kept>`: what a run scans after one changed day, over so much of a year. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { homeAt } from '../../cli/home';
import { openLaptop } from '../../cli/target';
import { addDays } from '../../lambdas/shared/models/slices';
import { generateHistory } from '../../samples/generate';
import { loadAll, runToEnd, writeHistory } from './history';
import { YEAR, type ScannedByTable } from './incremental';

const [homeDir = '', rowsGiven = '', daysKept = ''] = process.argv.slice(2);
const rows = Number(rowsGiven);
const home = homeAt(homeDir);
const endDate = addDays(new Date().toISOString().slice(0, 10), -1);
const since = addDays(endDate, 1 - Number(daysKept));

/** Reference data is the same whatever history there is; what happened on a day is told by its time. */
const happened = /"(?:transaction|movement|review)_time":"([0-9-]{10})/;
const keeps = (line: string): boolean => (happened.exec(line)?.[1] ?? since) >= since;
const folder = path.join(home.dir, 'history');
const files = writeHistory(folder, { rows, days: YEAR, endDate, keeps });

const lake = await openLaptop({ home, verb: 'bench' });
await loadAll(lake, files);
await runToEnd(lake);
/** The day gets as many transactions again. */
const transactions = Math.ceil(rows / YEAR);
const changed = generateHistory({ seed: 999, days: 1, transactions, endDate });
const file = path.join(folder, 'changed.ndjson');
writeFileSync(file, `${changed.transactions.join('\n')}\n`);
await loadAll(lake, [{ file, dataset: 'transactions' }]);
const { tables } = await runToEnd(lake);
await lake.close();

const scanned: ScannedByTable = Object.fromEntries(
  (tables ?? []).map(({ model, scannedBytes }) => [model, scannedBytes]),
);
console.log(JSON.stringify(scanned));
process.exit(0);
