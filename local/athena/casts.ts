import { mismatch } from './context';
import type { Context } from './context';
import { emitExpression } from './expression';
import { splitCast, typeSql } from './types';
import { isGroup, isWord } from './tree';
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
  const clock = clockOf(value, context);
  const sql = clock ?? emitExpression(value, context);
  const target = typeSql(type);
  const macro = MACROS[target];
  const word = attempt ? 'TRY_CAST' : 'CAST';
  if (clock !== undefined && target === 'TIMESTAMP') return clock;
  if (target.startsWith('DECIMAL') && sql.includes('AS DOUBLE'))
    return decimalOf(sql, target, word);
  if (macro === undefined || (macro === 'varchar' && isTextCase(value))) {
    return `${word}(${sql} AS ${target})`;
  }
  const converted = `__${attempt ? 'try' : 'to'}_${macro}(${sql})`;
  return macro === 'integer' ? `${word}(${converted} AS ${target})` : converted;
}

/** A CASE that may end in a literal is text by every other way too; a macro would bind all that is in it anew. */
const isTextCase = (value: readonly Node[]): boolean =>
  isWord(value[0], 'CASE') &&
  isWord(value.at(-3), 'ELSE') &&
  value.at(-2)?.kind === 'text' &&
  isWord(value.at(-1), 'END');

/**
 * Trino makes a decimal of the digits that a double prints. DuckDB multiplies it by a power of ten, which leaves noise
 * in the last digits of large numbers. The planner chooses by the type, as with the macros.
 */
const decimalOf = (sql: string, target: string, word: string): string =>
  `CASE typeof(${sql}) WHEN 'DOUBLE' THEN ${word}(CAST(${sql} AS VARCHAR) AS ${target}) ELSE ${word}(${sql} AS ${target}) END`;

/**
 * The local clock of `from_iso8601_timestamp(x)`: an instant has no zone here, so that a cast must take the clock
 * from the text. It also spares the way through a calendar, which takes four times as long.
 */
function clockOf(value: readonly Node[], context: Context): string | undefined {
  const [name, group] = value;
  if (value.length !== 2 || !isWord(name, 'FROM_ISO8601_TIMESTAMP') || !isGroup(group, '(')) {
    return undefined;
  }
  return `__iso_clock(${emitExpression(group.items, context)})`;
}
