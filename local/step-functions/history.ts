import { StateFailure } from './failure';
import type { Json, JsonObject } from './json';

/** One event as GetExecutionHistory answers it; the timestamp is in seconds. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: JsonObject;
}

/** A Standard execution fails when it would have more events. */
export const MAX_EVENTS = 25_000;

export class History {
  private count = 0;

  constructor(
    private readonly sink: (event: HistoryEvent) => void,
    private readonly now: () => number,
  ) {}

  /** A chain of events: each names the one before it. */
  thread(after = 0): Thread {
    return new Thread(this, after);
  }

  record(previousEventId: number, type: string, details?: JsonObject): number {
    const closing = type.startsWith('Execution');
    if (this.count >= MAX_EVENTS - 1 && !closing) {
      throw new StateFailure('States.Runtime', `more than ${MAX_EVENTS} history events`);
    }
    this.count += 1;
    const event = { id: this.count, previousEventId, timestamp: this.now() / 1000, type };
    this.sink(details === undefined ? event : { ...event, [detailsKey(type)]: details });
    return this.count;
  }
}

export class Thread {
  constructor(
    private readonly history: History,
    private last: number,
  ) {}
  record(type: string, details?: JsonObject): void {
    this.last = this.history.record(this.last, type, details);
  }
  fork(): Thread {
    return this.history.thread(this.last);
  }
}

/** A payload as events carry it: JSON text. */
export const payload = (value: Json): string => JSON.stringify(value);
export const WHOLE: JsonObject = { truncated: false };

/** All kinds of state share one shape of entered and exited details. */
function detailsKey(type: string): `${string}EventDetails` {
  const name = type.replace(/^[A-Z][a-z]+(?=State(Entered|Exited)$)/, '');
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
}
