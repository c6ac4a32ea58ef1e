import { s3 } from '../shared/clients/s3';
import { readEnv } from '../shared/env';
import { loadModels, modelNamed } from '../shared/models/load';
import { objectsOf } from '../shared/objects';
import { parseBuildEvent } from '../shared/plans/build-event';
import { runFiles } from '../shared/plans/store';
import { renderBuild, type RenderedBuild } from './render';

const env = readEnv('SLUICE_ENV', 'LAKE_BUCKET', 'RESULTS_BUCKET');
const compiled = loadModels(import.meta.url);
const results = objectsOf(s3, env.RESULTS_BUCKET);

/** Step `Render` of `build-table`. */
export const handler = async (event: unknown): Promise<RenderedBuild> => {
  const { run, build, attempt } = parseBuildEvent(event);
  const plan = await runFiles(results, run).build(build);
  const place = { bucket: env.LAKE_BUCKET, env: env.SLUICE_ENV };
  return renderBuild(modelNamed(compiled, plan.model), plan, attempt, place);
};
