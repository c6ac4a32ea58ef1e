/** `journey.ts <home> <folder>`: the purchases of Complete Journey through the file door, and a run of the pipeline. */
import path from 'node:path';
import { homeAt } from '../../../cli/home';
import { loadFile } from '../../../cli/load-file';
import { openLaptop } from '../../../cli/target';
import { runToEnd } from './run-to-end';

const [homeDir = '', data = ''] = process.argv.slice(2);
const lake = await openLaptop({ home: homeAt(homeDir), verb: 'conformance' });
for (const [name, dataset] of [
  ['transactions_sample', 'transactions'],
  ['products', 'products'],
] as const) {
  const file = path.join(data, `${name}.csv.gz`);
  await loadFile(lake, { file, source: 'complete-journey', dataset });
}
await runToEnd(lake);
