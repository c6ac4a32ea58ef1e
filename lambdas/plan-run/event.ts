import { membersOf } from '../shared/members';
import type { StartEvent } from './start';

export type PlanEvent =
  | ({ readonly op: 'start' } & StartEvent)
  | { readonly op: 'level'; readonly run: string; readonly level: number };

/** @throws Error for an event that the machine does not send */
export function parsePlanEvent(event: unknown): PlanEvent {
  const members = membersOf(event);
  const { op, execution, startedAt, run, level } = members;
  if (op === 'start' && typeof execution === 'string' && typeof startedAt === 'string') {
    return { op, request: members.request, execution, startedAt };
  }
  if (op === 'level' && typeof run === 'string' && typeof level === 'number') {
    return { op, run, level };
  }
  throw new Error(
    'plan-run: the event needs op "start" with execution and startedAt, or op "level" with run and level',
  );
}
