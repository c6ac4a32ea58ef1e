/**
 * `sample.ts <home> <rows>`: loads a generated history through the file door, with repeated, changed and moved
 * transactions, and runs the pipeline. A process of its own: when it ends, its data folder is complete.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { homeAt } from '../../../cli/home';
import { loadFile } from '../../../cli/load-file';
import { openLaptop } from '../../../cli/target';
import { generateHistory } from '../../../samples/generate';
import { runToEnd } from './run-to-end';

const DAY = 86_400_000;

const [homeDir = '', rows = ''] = process.argv.slice(2);
const home = homeAt(homeDir);
const history = generateHistory({
  seed: 7,
  days: 60,
  transactions: Number(rows),
  endDate: new Date().toISOString().slice(0, 10),
});
const { transactions, datasets } = history;
const [products, stores] = [datasets.products, datasets.stores];
const files = [
  ['transactions', 'transactions', transactions],
  ['transactions', 'again', [...repeated(), ...changed(), ...moved()]],
  ['products', 'products', products],
  ['stores', 'stores', stores],
] as const;

const lake = await openLaptop({ home, verb: 'conformance' });
const folder = path.join(home.dir, 'sample');
mkdirSync(folder, { recursive: true });
for (const [dataset, name, lines] of files) {
  const file = path.join(folder, `${name}.ndjson`);
  writeFileSync(file, `${lines.join('\n')}\n`);
  await loadFile(lake, { file, source: 'direct', dataset });
}
await runToEnd(lake);

/** The same records once more. */
function repeated(): readonly string[] {
  return transactions.slice(0, 200);
}

/** Later states that change a booked amount: conflicts. */
function changed(): readonly string[] {
  return transactions
    .filter((line) => line.includes('"type":"payment"') && line.includes('"COMPLETED"'))
    .slice(0, 100)
    .map((line) => rewrite(line, (record) => ({ ...record, amount: '1234.00', ...later(record) })));
}

/** The same keys on another business day: moved. */
function moved(): readonly string[] {
  return transactions.slice(-400, -200).map((line) =>
    rewrite(line, (record) => ({
      ...record,
      ...later(record),
      transaction_time: shifted(record['transaction_time'], -3 * DAY),
    })),
  );
}

type Fields = Readonly<Record<string, unknown>>;
function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null;
}

function rewrite(line: string, change: (record: Fields) => Fields): string {
  const record: unknown = JSON.parse(line);
  return isFields(record) ? JSON.stringify(change(record)) : line;
}
function later(record: Fields): Fields {
  return { event_time: shifted(record['event_time'], 60_000) };
}
function shifted(instant: unknown, ms: number): string {
  return new Date(Date.parse(String(instant)) + ms).toISOString();
}
