import { followRun, startRun } from '../../../cli/medallion';
import type { Lake } from '../../../cli/target';

/** Runs the pipeline once, closes the lake and ends the process: its data folder is complete then. */
export async function runToEnd(lake: Lake): Promise<never> {
  const ended = await followRun(lake, await startRun(lake, {}), {
    planned: () => undefined,
    built: () => undefined,
  });
  await lake.close();
  if (ended.status !== 'SUCCEEDED') throw new Error(`the run ${ended.status}: ${ended.cause}`);
  process.exit(0);
}
