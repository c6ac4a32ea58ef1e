import type { Json, JsonObject } from './json';
import type { KnownTask } from './parse';

/** A service that a Task calls. */
export interface Integration extends KnownTask {
  /** As in history events: `lambda`, `athena`, `states`. */
  readonly resourceType: string;
  readonly resource: string;
  /**
   * The task's result.
   * Stops what it started and settles soon when the call's signal is aborted.
   * @throws StateFailure as `Catch` sees it
   */
  run(args: JsonObject, call: Call): Promise<Json>;
}
export interface Call {
  readonly signal: AbortSignal;
  /** ARN of the execution that calls. */
  readonly caller: string;
  /** Notes in the history what the service answered when the work was accepted. */
  readonly submitted: (output: Json) => void;
}
