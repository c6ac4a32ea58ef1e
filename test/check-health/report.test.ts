import { describe, expect, it } from 'vitest';
import { lateReport, reportTables } from '../../lambdas/check-health/report';
import type { RunItem, TableOutcome } from '../../lambdas/shared/ledger/items';
import { models } from '../sql/models';
import { healthSettings } from './support';

const REPORT = 'gold.regulatory_daily';
const tables = new Set([REPORT, 'silver.transactions']);
/** Paris is an hour ahead: the business day of 2 March ends at 23:00 UTC, its report is due at 03:00. */
const settings = healthSettings({
  regulatoryHours: 4,
  businessDay: { timeZone: 'Europe/Paris', cutoffHour: 0 },
});
const at = (time: string): number => Date.parse(time);

function run(startedAt: string, more: Partial<RunItem> = {}): RunItem {
  return { run: 'r', execution: 'e', status: 'SUCCEEDED', startedAt, request: {}, ...more };
}
function outcome(model: string, status: TableOutcome['status']): TableOutcome {
  return { model, status, slices: 1, rows: 1, scannedBytes: 1, reasons: [] };
}
const late = (
  runs: readonly RunItem[],
  now: string,
  blocked: readonly string[] = [],
  slice = '2026-03-02',
) =>
  lateReport(
    runs,
    blocked.map((model) => ({ model, blocked: { [slice]: 'checks' } })),
    at(now),
    settings,
    tables,
  );

describe('the regulatory report of a day', () => {
  const during = run('2026-03-02T22:59:00Z');
  const after = run('2026-03-02T23:01:00Z');

  it('is ready when a run that began after the end of the day left it whole', () => {
    expect(late([after, during], '2026-03-03T03:00:00Z')).toBeUndefined();
    expect(
      late([run(after.startedAt, { status: 'NOTHING_TO_DO' })], '2026-03-03T03:00:00Z'),
    ).toBeUndefined();
  });

  it('is late from the fourth hour on, and the day before is asked for until then', () => {
    expect(late([during], '2026-03-03T02:59:00Z')).toBeUndefined();
    expect(late([during], '2026-03-03T03:00:00Z')).toEqual({ day: '2026-03-02' });
  });

  it.each([
    ['is still going', { status: 'RUNNING' }],
    ['broke', { status: 'FAILED', error: 'no lease' }],
    ['failed for it', { status: 'FAILED', tables: [outcome(REPORT, 'failed')] }],
    [
      'failed for what it is made of',
      { tables: [outcome('silver.transactions', 'blocked'), outcome(REPORT, 'published')] },
    ],
  ] as const)('is late when that run %s', (_what, more) => {
    expect(late([run(after.startedAt, more)], '2026-03-03T04:00:00Z')).toEqual({
      day: '2026-03-02',
    });
  });

  it('does not wait for other tables', () => {
    const other = run(after.startedAt, {
      status: 'FAILED',
      tables: [outcome('gold.customer_360', 'failed'), outcome(REPORT, 'published')],
    });

    expect(late([other], '2026-03-03T04:00:00Z')).toBeUndefined();
  });

  it('is late when a slice of it stands blocked and the run had nothing new to build', () => {
    const quiet = run(after.startedAt, { status: 'NOTHING_TO_DO' });

    expect(late([quiet], '2026-03-03T04:00:00Z', [REPORT])).toEqual({ day: '2026-03-02' });
    expect(late([quiet], '2026-03-03T04:00:00Z', ['gold.customer_360'])).toBeUndefined();
  });

  it('is late when an audit holds another table of it, though a run published what it built', () => {
    const other = run(after.startedAt, { tables: [outcome(REPORT, 'published')] });
    const now = '2026-03-03T04:00:00Z';

    expect(late([other], now, ['silver.transactions'])).toEqual({ day: '2026-03-02' });
    expect(late([other], now, ['silver.transactions'], 'all')).toEqual({ day: '2026-03-02' });
  });

  it('does not wait for slices of later days', () => {
    expect(late([after], '2026-03-03T04:00:00Z', [REPORT], '2026-03-03')).toBeUndefined();
  });

  it('is not asked for where it is not built, and not before the first run', () => {
    const now = at('2026-03-03T04:00:00Z');

    expect(late([], '2026-03-03T04:00:00Z')).toBeUndefined();
    expect(lateReport([during], [], now, settings, new Set())).toBeUndefined();
    expect(
      lateReport([during], [], now, { ...settings, regulatoryHours: 'off' }, tables),
    ).toBeUndefined();
  });

  it('is made of silver, down to what bronze is read by', () => {
    const made = reportTables(models);

    expect(made).toContain(REPORT);
    expect(made).toContain('silver.transactions');
    expect(made).toContain('silver.moved_transactions');
    expect([...made].filter((name) => name.startsWith('gold.'))).toEqual([REPORT]);
    expect(reportTables([])).toEqual(new Set());
  });
});
