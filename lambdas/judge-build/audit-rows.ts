import type { Athena } from '@aws-sdk/client-athena';

/** One row of an audit's answer. */
export interface AuditRow {
  readonly check: string;
  readonly slice: string;
  /** Failures; the number of rows for `#rows`. */
  readonly failing: number;
  readonly detail: string;
}
export type AuditClient = Pick<Athena, 'getQueryResults'>;

/**
 * All rows of an audit, page after page.
 * @throws Error when a row is not what the compiler's statement answers
 */
export async function auditRows(athena: AuditClient, query: string): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = [];
  let from: string | undefined;
  do {
    const page = await athena.getQueryResults({ QueryExecutionId: query, NextToken: from });
    const isFirst = from === undefined;
    // the first row of a SELECT's first page holds the names of its columns
    const data = (page.ResultSet?.Rows ?? []).slice(isFirst ? 1 : 0);
    rows.push(...data.map(({ Data }) => rowOf((Data ?? []).map((cell) => cell.VarCharValue))));
    from = page.NextToken;
  } while (from !== undefined);
  return rows;
}

function rowOf([check, slice, failing, detail]: readonly (string | undefined)[]): AuditRow {
  const count = Number(failing);
  if (check === undefined || slice === undefined || failing === undefined || !(count >= 0)) {
    throw new Error('the audit answered a row without check, slice or count');
  }
  return { check, slice, failing: count, detail: detail ?? '' };
}
