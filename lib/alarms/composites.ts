import type { Composite } from './alarm';

/** In the order data flows; one may be quiet only during an earlier one. */
export const COMPOSITES: readonly Composite[] = [
  {
    id: 'ingest-stopped',
    severity: 'page',
    impact: 'Records do not reach bronze in time; past its retention a stream forgets them.',
    runbook: 'ingest-stopped',
  },
  {
    id: 'records-stuck',
    severity: 'page',
    impact: 'Records or files wait outside the tables, or the books do not balance.',
    runbook: 'records-stuck',
  },
  {
    id: 'alerts-late',
    severity: 'page',
    impact: 'Suspicious transactions are noticed late or not at all.',
    runbook: 'alerts-late',
  },
  {
    id: 'tables-stale',
    severity: 'page',
    impact: 'Analysts and reports read silver and gold of an earlier time.',
    runbook: 'tables-stale',
  },
  {
    id: 'data-suspect',
    severity: 'ticket',
    impact: 'Tables are fresh, but what came in is not what it usually is.',
    runbook: 'data-suspect',
    quietDuring: 'ingest-stopped',
  },
  {
    id: 'machinery',
    severity: 'ticket',
    impact: 'A part that helps the others fails; nothing is lost yet.',
    runbook: 'machinery',
  },
];
