/**
 * `killed.ts <folder> run <machine> <state> [<day>…]`: starts the pipeline, for these days where there are any, and
 * dies the moment that state is entered.
 * `killed.ts <folder> load <dataset> <file> <objects>`: drops a file and dies when so many objects are written.
 * Dies by SIGKILL: nothing is cleaned up. Ends with 3 when the moment never came.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Laptop } from './laptop';

const [folder = '', what, ...rest] = process.argv.slice(2);
const laptop = Laptop.at(folder);
await laptop.up();
if (what === 'run') {
  const [machine = '', state = '', ...dates] = rest;
  const before = new Set(historyFiles(machine));
  dieWhen(() => historyFiles(machine).some((file) => !before.has(file) && entered(file, state)));
  await laptop.run(dates.length > 0 ? { dates } : {});
} else {
  const [dataset = '', file = '', objects = ''] = rest;
  dieWhen(() => bronzeObjects(dataset) >= Number(objects));
  await laptop.load(dataset, readFileSync(file, 'utf8').trim().split('\n'));
}
process.exit(3);

function dieWhen(isTime: () => boolean): void {
  setInterval(() => {
    if (isTime()) process.kill(process.pid, 'SIGKILL');
  }, 1);
}

function historyFiles(machine: string): readonly string[] {
  const dir = path.join(laptop.dataDir, 'executions', 'history');
  return readdirSync(dir)
    .filter((name) => name.startsWith(`sluice-dev-${machine}--`))
    .map((name) => path.join(dir, name));
}

function entered(file: string, state: string): boolean {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.some((line) => line.includes('StateEntered') && line.includes(`"name":"${state}"`));
}

function bronzeObjects(dataset: string): number {
  const place = path.join(laptop.dataDir, 's3', 'sluice-dev-lake-000000000000-us-east-1', 'bronze');
  try {
    return readdirSync(path.join(place, dataset), { recursive: true }).filter((name) =>
      String(name).endsWith('.parquet'),
    ).length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
