import type { Retrier } from './definition';
import type { StateFailure } from './failure';

/**
 * Whether a list of error names takes a failure. `States.TaskFailed` means any error but a timeout;
 * terminal failures are never taken.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function takes(errors: readonly string[], failure: StateFailure): boolean {
  if (failure.terminal) return false;
  return errors.some(
    (name) =>
      name === 'States.ALL' ||
      name === failure.error ||
      (name === 'States.TaskFailed' && failure.error !== 'States.Timeout'),
  );
}

/** Milliseconds before attempt `retries + 2`; `random` gives 0 ≤ x < 1. */
export function delayMs(retrier: Retrier, retries: number, random: () => number): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** retries;
  const seconds = Math.min(grown, retrier.maxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round(seconds * 1000 * (retrier.jitter ? random() : 1));
}

/** The retriers of one visit of a state: each counts its own attempts. */
export class Retries {
  private readonly used = new Map<Retrier, number>();

  constructor(
    private readonly retriers: readonly Retrier[],
    private readonly random: () => number,
  ) {}

  /** Milliseconds to wait before the next attempt; undefined when there is none. */
  next(failure: StateFailure): number | undefined {
    const retrier = this.retriers.find((candidate) => takes(candidate.errors, failure));
    if (retrier === undefined) return undefined;
    const used = this.used.get(retrier) ?? 0;
    if (used >= retrier.maxAttempts) return undefined;
    this.used.set(retrier, used + 1);
    return delayMs(retrier, used, this.random);
  }
}
