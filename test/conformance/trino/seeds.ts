import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { upstreamOf, withUpstream } from '../../../lambdas/shared/models/graph';
import type { Model } from '../../../lambdas/shared/models/model';
import { startTrino } from '../../../local/trino/server';
import { trinoClient } from '../../../local/trino/client';
import type { TrinoInstall } from '../../../local/trino/fetch';
import { models } from '../../sql/models';
import { serveObjects } from './objects';
import { BUCKET, RandomLake, type Compared } from './random-lake';
import type { Tally } from './tally';
import { TrinoSide } from './trino-side';

export interface SeedOptions {
  readonly folder: string;
  readonly install: TrinoInstall;
  /** First seed and how many. */
  readonly first: number;
  readonly count: number;
  /** Compare this model only; what it reads is built. */
  readonly only: string | undefined;
}

/** The models to build, in order: all, or one with everything that it reads. */
function wanted(only: string | undefined): readonly Model[] {
  if (only === undefined) return models;
  const model = models.find((one) => one.name === only || one.table === only);
  if (model === undefined) throw new Error(`no model ${only}: see sql/silver and sql/gold`);
  const names = withUpstream(models, [model.name]);
  return models.filter(({ name }) => names.has(name));
}

/** Every model's SELECT and audit over random data sets. */
export async function compareSeeds(options: SeedOptions, tally: Tally): Promise<void> {
  const { folder, install, first, count, only } = options;
  mkdirSync(path.join(folder, 's3', BUCKET), { recursive: true });
  const objects = await serveObjects(folder);
  const server = await startTrino({
    install,
    folder: path.join(folder, 'trino'),
    port: 19_000 + (process.pid % 1_000),
    s3Endpoint: objects.endpoint,
  });
  try {
    const trino = new TrinoSide(trinoClient(server.url));
    const list = wanted(only);
    for (let seed = first; seed < first + count; seed += 1) {
      const lake = await RandomLake.open(seed, folder, trino);
      await compareLake({ lake, seed, list, only }, tally);
      lake.close();
      tally.progress(`seed ${seed}`);
    }
  } finally {
    await server.stop();
    await objects.close();
  }
}

interface LakeOfSeed {
  readonly lake: RandomLake;
  readonly seed: number;
  readonly list: readonly Model[];
  readonly only: string | undefined;
}

/** Audits run beside the models that are built after them. */
async function compareLake({ lake, seed, list, only }: LakeOfSeed, tally: Tally): Promise<void> {
  const missing = new Set<string>();
  let audits = Promise.resolve();
  for (const model of list) {
    const note = (what: string, { rows, differences }: Compared): void =>
      tally.note(`${what} ${model.name} seed ${seed}: ${rows} rows`, differences);
    if (upstreamOf(model).some((name) => missing.has(name))) {
      missing.add(model.name);
      tally.skipped(`${model.name} seed ${seed}`);
      continue;
    }
    const isAsked = only === undefined || model.name === only || model.table === only;
    const { built, select } = await lake.build(model, isAsked);
    if (select !== undefined) note('SELECT', select);
    if (!built) missing.add(model.name);
    else if (isAsked) audits = audits.then(async () => note('audit', await lake.audit(model)));
  }
  await audits;
}
