import type { WaitState } from './definition';
import { evaluationFailure } from './failure';
import type { Visit } from './frame';
import type { Step } from './interpreter';

export async function runWait(state: WaitState, visit: Visit): Promise<Step> {
  const { world, signal } = visit.frame;
  await world.sleep(await waitMs(state, visit), signal);
  return { output: await visit.finish(state, visit.input), next: state.next };
}

async function waitMs(state: WaitState, visit: Visit): Promise<number> {
  if ('seconds' in state.until) {
    const seconds = await visit.evaluate(state.until.seconds);
    if (typeof seconds === 'number' && seconds >= 0) return seconds * 1000;
    throw evaluationFailure(`${state.name}.Seconds`, 'the result is not a number of 0 or more');
  }
  const timestamp = await visit.evaluate(state.until.timestamp);
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(at)) throw evaluationFailure(`${state.name}.Timestamp`, 'is not a timestamp');
  return Math.max(0, at - visit.frame.world.now());
}
