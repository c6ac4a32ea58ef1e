import { eachLimited } from '../each-limited';
import type { BuildPlan, LevelPlan, Outcome } from './plan';
import type { RunFiles } from './store';

export interface EndedBuild {
  readonly plan: BuildPlan;
  readonly outcome: Outcome;
}
const PARALLEL_READS = 16;

/** How the builds of some levels ended. One that left no word failed: its execution was cut off. */
export const endedBuilds = (
  files: RunFiles,
  levels: readonly LevelPlan[],
): Promise<readonly EndedBuild[]> =>
  eachLimited(
    levels.flatMap(({ builds }) => builds),
    PARALLEL_READS,
    async (build) => {
      const plan = await files.build(build);
      return { plan, outcome: (await files.findOutcome(build)) ?? cutOff(plan) };
    },
  );

const cutOff = ({ build, model }: BuildPlan): Outcome => ({
  build,
  model,
  status: 'failed',
  published: [],
  blocked: [],
  rows: 0,
  scannedBytes: 0,
  reasons: ['the build ended without an outcome: its execution was stopped or timed out'],
});

/** The plans of the levels below `end` that were planned. */
export async function plannedLevels(files: RunFiles, end: number): Promise<readonly LevelPlan[]> {
  const levels = await Promise.all(
    Array.from({ length: end }, (_, level) => files.findLevel(level)),
  );
  return levels.filter((level) => level !== undefined);
}
