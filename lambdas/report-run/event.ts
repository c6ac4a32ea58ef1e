import type { ReportEvent } from './report';

/** @throws Error for an event that the machine does not send */
export function parseReportEvent(event: unknown): ReportEvent {
  const members: Readonly<Record<string, unknown>> =
    typeof event === 'object' && event !== null ? { ...event } : {};
  const { execution, startedAt, status, error, cause } = members;
  if (typeof execution !== 'string' || typeof startedAt !== 'string') {
    throw new Error('report-run: the event needs execution and startedAt');
  }
  return {
    execution,
    startedAt,
    status: status === 'SUCCEEDED' ? 'SUCCEEDED' : 'FAILED',
    ...(typeof error === 'string' && { error }),
    ...(typeof cause === 'string' && { cause }),
  };
}
