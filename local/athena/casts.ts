import { mismatch } from './context';
import type { Context } from './context';
import { emitExpression } from './expression';
import { splitCast, typeSql } from './types';
import type { Node } from './tree';

const MACROS: Readonly<Record<string, string>> = {
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  BOOLEAN: 'boolean',
  VARCHAR: 'varchar',
  TIMESTAMP: 'timestamp',
  JSON: 'json',
};

/**
 * CAST and TRY_CAST by Trino's rules where DuckDB's differ (halves round up, `'12.0'` is no integer, a double
 * prints as `1.0E0`): macros of the prelude that choose by the value's type, at no cost per row.
 */
export function emitCast(nodes: readonly Node[], context: Context, attempt: boolean): string {
  const { value, type } = splitCast(nodes);
  if (value.length === 0 || type.length === 0) throw mismatch(context, nodes.at(-1));
  const sql = emitExpression(value, context);
  const target = typeSql(type);
  const macro = MACROS[target];
  const word = attempt ? 'TRY_CAST' : 'CAST';
  if (macro === undefined) return `${word}(${sql} AS ${target})`;
  const converted = `__${attempt ? 'try' : 'to'}_${macro}(${sql})`;
  return macro === 'integer' ? `${word}(${converted} AS ${target})` : converted;
}
