import { membersOf } from '../members';

/** What the states of `build-table` hand to their functions. */
export interface BuildEvent {
  readonly run: string;
  readonly build: string;
  /** 1 to 3. */
  readonly attempt: number;
}

/** @throws Error for an event that the machine does not send */
export function parseBuildEvent(event: unknown): BuildEvent & Readonly<Record<string, unknown>> {
  const members = membersOf(event);
  const { run, build, attempt } = members;
  if (typeof run === 'string' && typeof build === 'string' && typeof attempt === 'number') {
    return { ...members, run, build, attempt };
  }
  throw new Error('the event needs run, build and attempt, as the build-table machine sends them');
}
