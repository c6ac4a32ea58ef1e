import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { asPrincipal } from '../access/caller';
import type { RuntimeContext, Service } from '../server/service';
import { describe } from './answers';
import { Executions } from './executions';
import type { DeployedMachine } from './execute';
import type { World } from './frame';
import type { StartChild } from './integration-child';
import { integrations } from './integrations';
import { deployedMachines } from './machines';
import { operations } from './operations';
import { ExecutionStore } from './store';

export interface StepFunctionsOptions {
  /** Waits and delays before retries take this part of their time; 1 = as written. */
  readonly waitScale?: number;
}

/** AWS Step Functions: Standard workflows of the assembly, JSONata only. */
export function stepFunctions(ctx: RuntimeContext, options: StepFunctionsOptions = {}): Service {
  let machines: ReadonlyMap<string, DeployedMachine> = new Map();
  const tasks = integrations(ctx, (...child) => startChild(...child));
  const world: World = {
    ...realWorld(options.waitScale ?? 1),
    tasks,
    region: ctx.region,
    withRole: (role, work) => asPrincipal(ctx.calls, role, work),
  };
  const store = new ExecutionStore(path.join(ctx.dataDir, 'executions'));
  const executions = new Executions(
    store,
    () => world,
    (line) => ctx.log(line),
  );
  const served = operations(() => machines, executions, store);
  const startChild: StartChild = (machineArn, input, name) => {
    const record = served.start(machineArn, input, name);
    return {
      executionArn: record.arn,
      startDate: record.startedAt / 1000,
      finished: async () => describe(await executions.finished(record)),
      stop: async () => void (await executions.stop(record)),
    };
  };
  return {
    name: 'step-functions',
    target: 'AWSStepFunctions',
    operations: served.operations,
    async start() {
      machines = deployedMachines(ctx.resources, tasks);
    },
    stop: () => executions.stopAll(),
  };
}

function realWorld(waitScale: number): Pick<World, 'now' | 'random' | 'sleep'> {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    async sleep(ms, signal) {
      // Node fires timers longer than 2^31 ms at once
      for (let left = ms * waitScale; left > 0; left -= LONGEST_TIMER) {
        const aborted = pause(Math.min(left, LONGEST_TIMER), undefined, { signal });
        await aborted.catch(() => signal.throwIfAborted());
      }
      signal.throwIfAborted();
    },
  };
}
const LONGEST_TIMER = 2 ** 31 - 1;
