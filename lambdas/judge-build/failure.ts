import type { Model } from '../shared/models/model';
import type { BuildEvent } from '../shared/plans/build-event';
import type { Outcome } from '../shared/plans/plan';
import { type CaughtError, classifyFailure, type FailureKind } from './classify';
import { scrubMessage } from './scrub';

export const MOST_ATTEMPTS = 3;

export type NextStep = BuildEvent &
  (
    | { readonly next: 'publish' }
    | { readonly next: 'retry'; readonly waitSeconds: number }
    | { readonly next: 'fail'; readonly error: string; readonly message: string }
  );

const ERROR_NAMES: Readonly<Record<FailureKind, string>> = {
  throttle: 'Sluice.Throttled',
  retryable: 'Sluice.BuildFailed',
  hopeless: 'Sluice.HopelessBuild',
};
/** Seconds; drawn at random below, so that builds that failed together spread. */
const LONGEST_WAIT: Readonly<Record<Exclude<FailureKind, 'hopeless'>, number>> = {
  throttle: 60,
  retryable: 4,
};

/**
 * What follows a failure: the next attempt after a pause, or the end with a message that names the
 * model's file and quotes no data.
 * @param random from 0 to below 1
 */
export function afterFailure(
  model: Model,
  event: BuildEvent,
  caught: CaughtError,
  random: number,
): NextStep {
  const { kind, message } = classifyFailure(caught);
  const { run, build, attempt } = event;
  if (kind !== 'hopeless' && attempt < MOST_ATTEMPTS) return retryAfter(event, kind, random);
  const what = scrubMessage(message, model.select);
  return {
    run,
    build,
    attempt,
    next: 'fail',
    error: ERROR_NAMES[kind],
    message: `${model.file}: ${caught.stage} failed in attempt ${attempt} of ${MOST_ATTEMPTS}: ${what}`,
  };
}

export const retryAfter = (
  { run, build, attempt }: BuildEvent,
  kind: Exclude<FailureKind, 'hopeless'>,
  random: number,
): NextStep => ({
  run,
  build,
  attempt: attempt + 1,
  next: 'retry',
  waitSeconds: 1 + Math.floor(random * LONGEST_WAIT[kind] * attempt),
});

export const failedOutcome = (model: Model, build: string, reason: string): Outcome => ({
  build,
  model: model.name,
  status: 'failed',
  published: [],
  blocked: [],
  rows: 0,
  scannedBytes: 0,
  reasons: [reason],
});
