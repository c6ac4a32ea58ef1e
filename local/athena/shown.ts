import type { Execution } from './executions';
import type { AnswerColumn, AnswerRow } from './answer';

/** A query's result object. */
export const resultUri = ({ place, id, kind }: Execution): string =>
  kind === 'ctas' ? `${place}tables/${id}` : `${place}${id}.csv`;

export const manifestUri = ({ place, id }: Execution): string =>
  `${place}tables/${id}-manifest.csv`;

const seconds = (at: number): number => at / 1000;

/** Errors that a repetition may mend. */
const RETRYABLE = /^(?:INTERNAL_ERROR|EXCEEDED_MEMORY_LIMIT|HIVE_CANNOT_OPEN_SPLIT)/;

function athenaError(reason: string): object {
  const system = RETRYABLE.test(reason) || reason.startsWith('GENERIC_INTERNAL_ERROR');
  return {
    ErrorCategory: system ? 1 : 2,
    ErrorType: system ? 100 : 1301,
    Retryable: RETRYABLE.test(reason),
    ErrorMessage: reason,
  };
}

/** The QueryExecution of GetQueryExecution. */
export function shownExecution(execution: Execution): object {
  const { submittedAt, startedAt = submittedAt, completedAt, state, reason, kind } = execution;
  const types = { query: 'DML', ctas: 'DDL', utility: 'UTILITY' } as const;
  return {
    QueryExecutionId: execution.id,
    Query: execution.sql,
    StatementType: types[kind ?? 'query'],
    SubstatementType: kind === 'ctas' ? 'CREATE_TABLE_AS_SELECT' : 'SELECT',
    ResultConfiguration: { OutputLocation: resultUri(execution) },
    QueryExecutionContext: { Database: execution.database, Catalog: 'awsdatacatalog' },
    Status: {
      State: state,
      StateChangeReason: reason,
      SubmissionDateTime: seconds(submittedAt),
      CompletionDateTime: completedAt === undefined ? undefined : seconds(completedAt),
      AthenaError: reason === undefined || state !== 'FAILED' ? undefined : athenaError(reason),
    },
    Statistics: {
      EngineExecutionTimeInMillis: completedAt === undefined ? undefined : completedAt - startedAt,
      DataScannedInBytes: execution.bytesScanned ?? 0,
      DataManifestLocation: execution.manifest,
      TotalExecutionTimeInMillis: completedAt === undefined ? undefined : completedAt - submittedAt,
      QueryQueueTimeInMillis: startedAt - submittedAt,
      ServiceProcessingTimeInMillis: 0,
    },
    WorkGroup: execution.workgroup,
    EngineVersion: {
      SelectedEngineVersion: 'Athena engine version 3',
      EffectiveEngineVersion: 'Athena engine version 3',
    },
  };
}

const SCALES: Readonly<Record<string, readonly [number, number]>> = {
  varchar: [2147483647, 0],
  string: [0, 0],
  bigint: [19, 0],
  integer: [10, 0],
  double: [17, 0],
  timestamp: [3, 0],
};

/** A ColumnInfo; a decimal's precision and scale stand beside its type, as Athena shows them. */
export function shownColumn({ name, type }: AnswerColumn): object {
  const [, bare = type, digits, places] = /^(\w[\w ]*?)(?:\((\d+),(\d+)\))?$/.exec(type) ?? [];
  const [precision, scale] = SCALES[bare] ?? [0, 0];
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: bare,
    Precision: digits === undefined ? precision : Number(digits),
    Scale: places === undefined ? scale : Number(places),
    Nullable: 'UNKNOWN',
    CaseSensitive: bare === 'varchar',
  };
}

export const shownRow = (row: AnswerRow): object => ({
  Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
});
