import type { Fields } from './fields';
import type { LoadOutcome, RunItem, TableOutcome } from './items';
import type { Table } from './table';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'NOTHING_TO_DO'] as const;
export const TABLE_STATUSES = ['published', 'blocked', 'failed', 'skipped'] as const;

export interface Runs {
  /** Writes the summary of a run, over the one it wrote before. */
  write(item: RunItem): Promise<void>;
  /** The newest runs, newest first. */
  latest(count: number): Promise<readonly RunItem[]>;
}

export const runsOf = (table: Table): Runs => ({
  async write(item) {
    const { request, tables, loads, ...rest } = item;
    await table.put(
      { pk: 'run', sk: `${item.startedAt}#${item.run}` },
      {
        ...rest,
        request: JSON.stringify(request),
        tables: tables?.map((outcome) => ({ ...outcome })),
        loads: loads?.map((outcome) => ({ ...outcome })),
      },
    );
  },

  async latest(count) {
    const items = await table.query('run', { ScanIndexForward: false, Limit: count });
    return items.map(runOf);
  },
});

function runOf(item: Fields): RunItem {
  const finishedAt = item.optionalText('finishedAt');
  const error = item.optionalText('error');
  const request: unknown = JSON.parse(item.text('request'));
  return {
    run: item.text('run'),
    execution: item.text('execution'),
    status: item.word('status', STATUSES),
    startedAt: item.text('startedAt'),
    ...(finishedAt !== undefined && { finishedAt }),
    request,
    tables: item.list('tables').map(outcomeOf),
    ...(item.raw('loads') !== undefined && { loads: item.list('loads').map(loadOf) }),
    ...(error !== undefined && { error }),
  };
}

const outcomeOf = (item: Fields): TableOutcome => ({
  model: item.text('model'),
  status: item.word('status', TABLE_STATUSES),
  slices: item.number('slices'),
  rows: item.number('rows'),
  scannedBytes: item.number('scannedBytes'),
  reasons: item.texts('reasons'),
});

function loadOf(item: Fields): LoadOutcome {
  const reason = item.optionalText('reason');
  return {
    table: item.text('table'),
    status: item.word('status', ['loaded', 'failed'] as const),
    slices: item.number('slices'),
    rows: item.number('rows'),
    ...(reason !== undefined && { reason }),
  };
}
