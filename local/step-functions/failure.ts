/**
 * A state that failed, as `Catch` sees it. Terminal failures (`States.Runtime`,
 * `States.DataLimitExceeded`) pass every Retry and Catch by.
 */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  constructor(
    readonly error: string,
    override readonly cause: string,
  ) {
    super(`${error}: ${cause}`);
  }
  get terminal(): boolean {
    return TERMINAL.has(this.error);
  }
}
const TERMINAL: ReadonlySet<string> = new Set(['States.Runtime', 'States.DataLimitExceeded']);

export const evaluationFailure = (where: string, message: string): StateFailure =>
  new StateFailure('States.QueryEvaluationError', `${where}: ${message}`);

/** The execution was stopped, or a sibling branch failed: nothing of it may be retried or caught. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** A definition that holds something this interpreter does not know; nothing of it runs. */
export class InvalidDefinition extends Error {
  override readonly name = 'InvalidDefinition';
  constructor(readonly problems: readonly string[]) {
    super(`state machine refused: ${problems.join('; ')}`);
  }
}

/** `{Error, Cause}`, the shape of `$states.errorOutput`. */
export const errorOutput = (failure: StateFailure): { Error: string; Cause: string } => ({
  Error: failure.error,
  Cause: failure.cause,
});
