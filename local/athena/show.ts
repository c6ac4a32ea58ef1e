import type { TableSource } from './catalog';
import { NOTHING } from './answer';
import type { Answer } from './answer';
import { AthenaFault, place } from './fault';
import { nameOf } from './tokens';
import { isMark, isName, isWord } from './tree';
import type { Node } from './tree';

const answer = (name: string, values: readonly string[]): Answer => ({
  kind: 'utility',
  columns: [{ name, type: 'string' }],
  rows: values.map((value) => [value]),
  files: [],
  rowsWritten: 0,
  bytesScanned: 0,
});

/** SHOW TABLES [IN db], SHOW COLUMNS IN db.t, SHOW PARTITIONS db.t. */
export function answerShow(
  nodes: readonly Node[],
  sql: string,
  database: string,
  tables: TableSource,
): Answer {
  const [, what, ...rest] = nodes;
  const names = rest.filter((node) => isName(node) && !isWord(node, 'IN', 'FROM')).filter(isName);
  const [table = '', schema = database] = names.map(nameOf).reverse();
  if (isWord(what, 'TABLES')) return answer('tab_name', tables.tableNames(table || database));
  const found = tables.table(schema, table);
  const known = isWord(what, 'COLUMNS', 'PARTITIONS') && !rest.some((node) => isMark(node, '='));
  if (!known) {
    const shown = what === undefined || what.kind === 'group' ? '' : what.text;
    throw new AthenaFault(
      'SYNTAX_ERROR',
      `${place(sql, what?.at ?? 0)}mismatched input '${shown}'. Expecting: TABLES, COLUMNS, PARTITIONS`,
    );
  }
  if (found === undefined) {
    throw new AthenaFault('TABLE_NOT_FOUND', `Table '${schema}.${table}' does not exist`);
  }
  const keys = found.partitionKeys.map(({ name }) => name);
  if (isWord(what, 'COLUMNS'))
    return answer('field', [...found.columns.map(({ name }) => name), ...keys]);
  const partitions = tables.partitions(schema, table).map(({ values }) => values);
  return answer(
    'partition',
    partitions
      .map((values) => keys.map((key, at) => `${key}=${values[at] ?? ''}`).join('/'))
      .sort(),
  );
}

/** DESCRIBE db.t (or DESC): columns, then partition columns, with their Hive types. */
export function answerDescribe(
  nodes: readonly Node[],
  sql: string,
  database: string,
  tables: TableSource,
): Answer {
  const [, ...rest] = nodes;
  const names = rest.filter(isName).map(nameOf);
  const isPlain = names.length > 0 && names.length <= 2 && rest.length === names.length * 2 - 1;
  if (!isPlain) {
    throw new AthenaFault(
      'SYNTAX_ERROR',
      `${place(sql, rest[0]?.at ?? 0)}mismatched input. Expecting: DESCRIBE <database>.<table>`,
    );
  }
  const [table = '', schema = database] = names.reverse();
  const found = tables.table(schema, table);
  if (found === undefined) {
    throw new AthenaFault('TABLE_NOT_FOUND', `Table '${schema}.${table}' does not exist`);
  }
  const columns = [...found.columns, ...found.partitionKeys];
  return {
    ...NOTHING,
    columns: ['col_name', 'data_type'].map((name) => ({ name, type: 'string' })),
    rows: columns.map(({ name, type }) => [name, type]),
  };
}
