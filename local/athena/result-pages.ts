import { AwsError } from '../server/errors';
import type { JsonObject } from '../server/json';
import { optionalInteger, optionalText } from '../server/json';
import type { Execution } from './executions';
import type { ResultSet } from './results';
import { shownColumn, shownRow } from './shown';

const MOST = 1000;

/** A page of GetQueryResults. The first row of a query's first page is its header, as in Athena. */
export function pageOfResult(result: ResultSet, execution: Execution, input: JsonObject): object {
  const size = optionalInteger(input, 'MaxResults') ?? MOST;
  if (size < 1 || size > MOST) {
    throw new AwsError('InvalidRequestException', `MaxResults must be from 1 to ${MOST}`);
  }
  const token = optionalText(input, 'NextToken') ?? '0';
  const start = Number(token);
  const header = execution.kind === 'utility' ? [] : [result.columns.map(({ name }) => name)];
  const total = header.length + result.rows.length;
  if (!Number.isSafeInteger(start) || start < 0 || start > total) {
    throw new AwsError('InvalidRequestException', 'NextToken is not one that this call gave');
  }
  const end = Math.min(start + size, total);
  const rows = [
    ...header.slice(start, end),
    ...result.rows.slice(Math.max(0, start - header.length), Math.max(0, end - header.length)),
  ];
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: rows.map(shownRow),
      ResultSetMetadata: { ColumnInfo: result.columns.map(shownColumn) },
    },
    ...(end < total && { NextToken: String(end) }),
  };
}
