import type { LoadOutcome } from '../shared/ledger/items';
import { membersOf } from '../shared/members';
import type { ReportEvent } from './report';

/** @throws Error for an event that the machine does not send */
export function parseReportEvent(event: unknown): ReportEvent {
  const { execution, startedAt, status, error, cause, loads } = membersOf(event);
  if (typeof execution !== 'string' || typeof startedAt !== 'string') {
    throw new Error('report-run: the event needs execution and startedAt');
  }
  return {
    execution,
    startedAt,
    status: status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED',
    ...(typeof error === 'string' && { error }),
    ...(typeof cause === 'string' && { cause }),
    ...(Array.isArray(loads) && { loads: loads.map(loadOf) }),
  };
}

/** As the machine collects it of each table: where its load stood when it ended. */
function loadOf(load: unknown): LoadOutcome {
  const { table, next, slices, rows, reason } = membersOf(load);
  return {
    table: typeof table === 'string' ? table : 'unknown',
    status: next === 'done' ? 'loaded' : 'failed',
    slices: typeof slices === 'number' ? slices : 0,
    rows: typeof rows === 'number' ? rows : 0,
    ...(typeof reason === 'string' && { reason }),
  };
}
