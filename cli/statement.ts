import type { Athena, ColumnInfo, QueryExecution } from '@aws-sdk/client-athena';
import { ANALYSTS_WORKGROUP } from '../lambdas/shared/names';
import { Failure } from './failure';
import type { Lake } from './target';

export type Value = string | number | boolean | null;
export interface ResultColumn {
  readonly name: string;
  /** Athena type, lower case. */
  readonly type: string;
}
export interface Result {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Value[])[];
  /** More rows follow that were not fetched. */
  readonly more: boolean;
  readonly scannedBytes: number;
  /** Milliseconds inside Athena. */
  readonly tookMs: number;
}

const FIRST_LOOK_MS = 5;
const LONGEST_LOOK_MS = 500;
/** Athena answers at most so many rows at once. */
const PAGE = 1000;

/**
 * Runs one statement, in the analysts' workgroup unless told otherwise.
 * @param maxRows stop fetching after so many
 * @throws Failure failed, with Athena's reason
 */
export async function statement(
  lake: Lake,
  sql: string,
  maxRows: number,
  workgroup: string = ANALYSTS_WORKGROUP,
): Promise<Result> {
  const athena = await lake.clients.athena();
  const { QueryExecutionId: id } = await athena.startQueryExecution({
    QueryString: sql,
    WorkGroup: workgroup,
  });
  if (id === undefined) throw new Failure('failed', 'athena gave the statement no id');
  const finished = await finish(athena, id, lake.laptop);
  return { ...(await fetchRows(athena, id, maxRows)), ...statistics(finished) };
}

/** One row of one statement as an object: for counts. */
export async function oneRow(lake: Lake, sql: string): Promise<Readonly<Record<string, Value>>> {
  const { columns, rows } = await statement(lake, sql, 1);
  return Object.fromEntries(columns.map(({ name }, index) => [name, rows[0]?.[index] ?? null]));
}

/** A count of a statement's row; an absent one is 0. */
export const countOf = (value: Value | undefined): number => Number(value ?? 0);

async function finish(athena: Athena, id: string, laptop: boolean): Promise<QueryExecution> {
  const longest = laptop ? 50 : LONGEST_LOOK_MS;
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, longest)) {
    const { QueryExecution: query } = await athena.getQueryExecution({ QueryExecutionId: id });
    const { State: state, StateChangeReason: reason } = query?.Status ?? {};
    if (query !== undefined && state === 'SUCCEEDED') return query;
    if (state === 'FAILED' || state === 'CANCELLED') {
      throw new Failure('failed', reason ?? state, 'npx sluice tables lists what can be read');
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

const statistics = ({ Statistics }: QueryExecution) => ({
  scannedBytes: Statistics?.DataScannedInBytes ?? 0,
  tookMs: Statistics?.TotalExecutionTimeInMillis ?? 0,
});

async function fetchRows(athena: Athena, id: string, maxRows: number) {
  const rows: Value[][] = [];
  let columns: readonly ResultColumn[] = [];
  let token: string | undefined;
  let skip = 0;
  do {
    const page = await athena.getQueryResults({
      QueryExecutionId: id,
      MaxResults: PAGE,
      NextToken: token,
    });
    const info = page.ResultSet?.ResultSetMetadata?.ColumnInfo ?? [];
    const data = (page.ResultSet?.Rows ?? []).map(({ Data }) =>
      (Data ?? []).map((d) => d.VarCharValue),
    );
    if (token === undefined) {
      columns = info.map(columnOf);
      skip = isHeader(data[0], columns) ? 1 : 0;
    }
    rows.push(...data.slice(skip).map((row) => columns.map((c, i) => typed(row[i], c.type))));
    skip = 0;
    token = page.NextToken;
  } while (token !== undefined && rows.length <= maxRows);
  return { columns, rows: rows.slice(0, maxRows), more: rows.length > maxRows };
}

const columnOf = ({ Name, Type }: ColumnInfo): ResultColumn => ({
  name: Name ?? '',
  type: Type ?? 'varchar',
});

/** The first row of a SELECT repeats the names; SHOW and DESCRIBE answer without. */
const isHeader = (
  row: readonly (string | undefined)[] | undefined,
  columns: readonly ResultColumn[],
): boolean => row !== undefined && columns.every(({ name }, index) => row[index] === name);

const WHOLE = new Set(['tinyint', 'smallint', 'integer', 'bigint']);
const FLOATING = new Set(['double', 'float', 'real']);

/** Numbers as numbers where JavaScript holds them exactly; decimals stay text, as money does. */
function typed(text: string | undefined, type: string): Value {
  if (text === undefined) return null;
  if (type === 'boolean') return text === 'true';
  if (WHOLE.has(type) || FLOATING.has(type)) {
    const number = Number(text);
    const exact = FLOATING.has(type) ? Number.isFinite(number) : Number.isSafeInteger(number);
    return exact ? number : text;
  }
  return text;
}
