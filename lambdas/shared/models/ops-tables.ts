import type { Column } from '../derive/columns';

interface OpsColumns {
  readonly about: string;
  readonly columns: readonly Column[];
}

/** The ledger's export, one object per run and table: what models of database `ops` may read. */
export const OPS_TABLES = {
  check_results: {
    about: 'what the checks of each run said of each slice: counts, never a value',
    columns: [
      { name: 'run', type: 'string', about: 'run that judged' },
      {
        name: 'finished_at',
        type: 'string',
        about: 'when the build had been judged: ISO 8601, UTC',
      },
      { name: 'layer', type: 'string', about: 'database of the table' },
      { name: 'table_name', type: 'string', about: 'table without its database' },
      { name: 'slice_by', type: 'string', about: 'day, week, month, or none for a whole table' },
      { name: 'slice', type: 'string', about: 'first day of the slice, or all' },
      { name: 'check_id', type: 'string', about: 'check, as the header or the compiler names it' },
      { name: 'check_type', type: 'string', about: 'kind of the check' },
      {
        name: 'dimension',
        type: 'string',
        about: 'completeness, accuracy, consistency, timeliness, uniqueness or validity',
      },
      { name: 'severity', type: 'string', about: 'error stops a slice, warn is recorded' },
      { name: 'failing', type: 'bigint', about: 'rows that fail, or 1 where the whole slice does' },
      { name: 'checked', type: 'bigint', about: 'rows looked at, or 1 for a check of the whole' },
      { name: 'row_total', type: 'bigint', about: 'rows of the slice' },
      { name: 'passed', type: 'bigint', about: '1 when the check let the slice through, else 0' },
    ],
  },
  publications: {
    about: 'the slices that each run published, with where they lie and what they hold',
    columns: [
      { name: 'run', type: 'string', about: 'run that published' },
      { name: 'layer', type: 'string', about: 'database of the table' },
      { name: 'table_name', type: 'string', about: 'table without its database' },
      { name: 'slice', type: 'string', about: 'first day of the slice, or all' },
      { name: 'rows', type: 'bigint', about: 'rows of the slice' },
      { name: 'bytes', type: 'bigint', about: 'size of its objects' },
      { name: 'location', type: 'string', about: 'where its objects lie' },
      { name: 'published_at', type: 'string', about: 'ISO 8601, UTC' },
      { name: 'sums', type: 'string', about: 'totals of money by column and currency, as JSON' },
    ],
  },
} as const satisfies Readonly<Record<string, OpsColumns>>;

export type OpsTable = keyof typeof OPS_TABLES;
export const OPS_TABLE_NAMES = Object.keys(OPS_TABLES) as readonly OpsTable[];
/** Day of the run, the partition column of both. */
export const OPS_PARTITION = 'run_date';

/** How the dataset of an `ops` table is called among a run's pinned inputs. */
export const opsDataset = (table: string): string => `ops.${table}`;
