import { AthenaFault } from '../athena/fault';
import { tokenize } from '../athena/tokens';

/** A statement as Trino takes it. */
export interface TrinoStatement {
  readonly sql: string;
  readonly session: Readonly<Record<string, string>>;
}

const CODEC = /(?:write|parquet)_compression\s*=\s*'(\w+)'\s*,?\s*/i;
const CODECS: Readonly<Record<string, string>> = { UNCOMPRESSED: 'NONE' };

/** What Athena says in a CTAS and Trino in its session: the codec. */
export function creationForTrino(sql: string): TrinoStatement {
  const found = CODEC.exec(sql);
  const codec = (found?.[1] ?? 'GZIP').toUpperCase();
  const session = { 'awsdatacatalog.compression_codec': CODECS[codec] ?? codec };
  // The last property may leave the comma of the one before it.
  const rest = sql.replace(CODEC, '').replace(/,\s*\)(\s*AS\b)/i, ')$1');
  return { sql: found === null ? sql : rest, session };
}

/**
 * The statement with the values of its `?`, in order.
 * @throws AthenaFault INVALID_PARAMETER_USAGE unless there are as many values as marks
 */
export function withParameters(sql: string, values: readonly string[]): string {
  const marks = tokenize(sql).filter(({ kind, text }) => kind === 'mark' && text === '?');
  if (marks.length !== values.length) {
    throw new AthenaFault('INVALID_PARAMETER_USAGE', 'Incorrect number of parameters');
  }
  let from = 0;
  const parts = marks.map(({ at }, place) => {
    const part = `${sql.slice(from, at)}${values[place] ?? ''}`;
    from = at + 1;
    return part;
  });
  return [...parts, sql.slice(from)].join('');
}
