/**
 * `npm run conformance:trino`: every model's SELECT and audit on a real Trino and on the laptop's engine, over the
 * same objects: rows and types must be equal. Three kinds of data: a generated history and the purchases of Complete
 * Journey, both through the whole pipeline, and random lakes by seed with edge values of every contract.
 * Needs Java 24 or newer and, once, Maven; without them one SKIP line.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { comparePipeline } from './trino/pipeline';
import { compareSeeds } from './trino/seeds';
import { trinoOrSkip } from './trino/skip';
import { Tally } from './trino/tally';

const USAGE = `npm run conformance:trino -- [--seeds N] [--first N] [--model name] [--only part] [--rows N] [--verbose]
  --seeds N     random lakes, one per seed (default 3)
  --first N     the first seed (default 1)
  --model name  this model only, e.g. gold.customer_rfm
  --only part   seeds, history or journey (default all)
  --rows N      transactions of the generated history (default 5000)`;
const JOURNEY = path.resolve('..', 'shared', 'data', 'complete-journey');

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    first: { type: 'string', default: '1' },
    model: { type: 'string' },
    only: { type: 'string' },
    rows: { type: 'string', default: '5000' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit();
}

const install = trinoOrSkip();
const folder = mkdtempSync(path.join(tmpdir(), 'sluice-trino-'));
const tally = new Tally(values.verbose);
const { only, model } = values;
const asked = (part: string): boolean => only === undefined || only === part;
const place = (name: string): string => {
  const made = path.join(folder, name);
  mkdirSync(made);
  return made;
};
try {
  if (asked('seeds')) {
    const [first, count] = [Number(values.first), Number(values.seeds)];
    await compareSeeds({ folder: place('seeds'), install, first, count, only: model }, tally);
  }
  if (asked('history')) {
    const sample = ['sample.ts', values.rows];
    await comparePipeline({ folder: place('history'), install, sample, only: model }, tally);
  }
  if (asked('journey') && existsSync(JOURNEY)) {
    const sample = ['journey.ts', JOURNEY];
    await comparePipeline({ folder: place('journey'), install, sample, only: model }, tally);
  } else if (asked('journey')) console.log('SKIP Complete Journey: ../shared/data is absent');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(tally.close() === 0 ? 0 : 1);
