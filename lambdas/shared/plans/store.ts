import { PLANS_PREFIX } from '../names';
import { ownJson } from '../own-json';
import type { Objects } from '../objects';
import type { BuildPlan, Inputs, LevelPlan, Outcome, Plan, Verdict } from './plan';

/** The files of one run. What a reader needs and does not find is a fault; `find…` may find nothing. */
export interface RunFiles {
  findPlan(): Promise<Plan | undefined>;
  plan(): Promise<Plan>;
  writePlan(plan: Plan): Promise<void>;
  inputs(): Promise<Inputs>;
  writeInputs(inputs: Inputs): Promise<void>;
  findLevel(level: number): Promise<LevelPlan | undefined>;
  writeLevel(plan: LevelPlan): Promise<void>;
  build(id: string): Promise<BuildPlan>;
  writeBuild(build: BuildPlan): Promise<void>;
  findVerdict(id: string): Promise<Verdict | undefined>;
  verdict(id: string): Promise<Verdict>;
  writeVerdict(id: string, verdict: Verdict): Promise<void>;
  findOutcome(id: string): Promise<Outcome | undefined>;
  writeOutcome(outcome: Outcome): Promise<void>;
}

/**
 * Only the pipeline's own Lambdas write below `plans/`, in one release of the code, so that a file
 * is what its writer's type says.
 */
export function runFiles(results: Objects, run: string): RunFiles {
  const keyOf = (name: string): string => `${PLANS_PREFIX}${run}/${name}.json`;
  const write = (name: string, value: object): Promise<void> =>
    results.write(keyOf(name), JSON.stringify(value), 'application/json');
  const find = async <T extends object>(name: string): Promise<T | undefined> => {
    const text = await results.read(keyOf(name));
    return text === undefined ? undefined : ownJson<T>(text, keyOf(name));
  };
  const need = async <T extends object>(name: string): Promise<T> => {
    const value = await find<T>(name);
    if (value === undefined) {
      throw new Error(`s3://${results.bucket}/${keyOf(name)} not found: the run was not planned`);
    }
    return value;
  };
  return {
    findPlan: () => find<Plan>('plan'),
    plan: () => need<Plan>('plan'),
    writePlan: (plan) => write('plan', plan),
    inputs: async () => (await find<Inputs>('inputs')) ?? {},
    writeInputs: (inputs) => write('inputs', inputs),
    findLevel: (level) => find<LevelPlan>(`level-${level}`),
    writeLevel: (plan) => write(`level-${plan.level}`, plan),
    build: (id) => need<BuildPlan>(`builds/${id}`),
    writeBuild: (build) => write(`builds/${build.build}`, build),
    findVerdict: (id) => find<Verdict>(`verdicts/${id}`),
    verdict: (id) => need<Verdict>(`verdicts/${id}`),
    writeVerdict: (id, verdict) => write(`verdicts/${id}`, verdict),
    findOutcome: (id) => find<Outcome>(`outcomes/${id}`),
    writeOutcome: (outcome) => write(`outcomes/${outcome.build}`, outcome),
  };
}
