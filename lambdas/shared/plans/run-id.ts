import { createHash } from 'node:crypto';

/**
 * `YYYYMMDDTHHMMSSZ-<6 hex>`: sorts by time, differs by execution, and is the same when a step is retried.
 * @param startedAt ISO 8601 UTC
 */
export function runIdOf(startedAt: string, execution: string): string {
  const time = new Date(startedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
  const digest = createHash('sha256').update(execution).digest('hex').slice(0, 6);
  return `${time}Z-${digest}`;
}
