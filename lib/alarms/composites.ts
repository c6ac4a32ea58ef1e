import type { Composite } from './alarm';

/**
 * In the order data flows; one may be quiet only during an alarm or an earlier one. A cause is told once: whoever is
 * called for it sees its consequences as `info`, and hears of those that are left when it has ended. Suspicious
 * records and old tables follow from records that do not come, all of them from a key that is gone.
 */
export const COMPOSITES: readonly Composite[] = [
  {
    id: 'ingest-stopped',
    severity: 'page',
    impact: 'Records do not reach bronze in time; past its retention a stream forgets them.',
    runbook: 'ingest-stopped',
    quietDuring: 'key-at-risk',
  },
  {
    id: 'records-stuck',
    severity: 'page',
    impact: 'Records or files wait outside the tables.',
    runbook: 'records-stuck',
    quietDuring: 'ingest-stopped',
  },
  {
    id: 'alerts-late',
    severity: 'page',
    impact: 'Suspicious transactions are noticed late or not at all.',
    runbook: 'alerts-late',
    quietDuring: 'ingest-stopped',
  },
  {
    id: 'tables-stale',
    severity: 'page',
    impact: 'Analysts and reports read silver and gold of an earlier time, or rows do not balance.',
    runbook: 'tables-stale',
    quietDuring: 'ingest-stopped',
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
