import { AthenaFault } from './fault';
import { isGroup, isMark, isName, isWord, splitAt, upperOf } from './tree';
import { nameOf, quoteName } from './tokens';
import type { Node } from './tree';

const SCALARS: Readonly<Record<string, string>> = {
  BOOLEAN: 'BOOLEAN',
  TINYINT: 'TINYINT',
  SMALLINT: 'SMALLINT',
  INTEGER: 'INTEGER',
  INT: 'INTEGER',
  BIGINT: 'BIGINT',
  REAL: 'FLOAT',
  DOUBLE: 'DOUBLE',
  VARCHAR: 'VARCHAR',
  CHAR: 'VARCHAR',
  VARBINARY: 'BLOB',
  JSON: 'JSON',
  DATE: 'DATE',
  TIME: 'TIME',
  TIMESTAMP: 'TIMESTAMP',
  UUID: 'UUID',
};

const unknownType = (shown: string): AthenaFault =>
  new AthenaFault('TYPE_NOT_FOUND', `Unknown type: ${shown}`);

const show = (nodes: readonly Node[]): string =>
  nodes.map((node) => (node.kind === 'group' ? '(…)' : node.text)).join(' ');

/**
 * A Trino type as DuckDB writes it.
 * @throws AthenaFault TYPE_NOT_FOUND
 */
export function typeSql(nodes: readonly Node[]): string {
  const [head, second] = nodes;
  const name = upperOf(head);
  const group = isGroup(second, '(') ? second : undefined;
  if (name === undefined) throw unknownType(show(nodes));
  if (name === 'DOUBLE' && isWord(second, 'PRECISION')) return 'DOUBLE';
  if (name === 'ARRAY' && group !== undefined) return `${typeSql(group.items)}[]`;
  if (name === 'MAP' && group !== undefined) {
    const [key = [], value = []] = splitAt(group.items, ',');
    return `MAP(${typeSql(key)}, ${typeSql(value)})`;
  }
  if (name === 'ROW' && group !== undefined) return rowSql(group.items);
  if (name === 'DECIMAL') return `DECIMAL(${group === undefined ? '38, 0' : show(group.items)})`;
  if (name === 'TIMESTAMP' && nodes.some((node) => isWord(node, 'WITH'))) return 'TIMESTAMPTZ';
  const scalar = SCALARS[name];
  const rest = nodes.length - (group === undefined ? 1 : 2);
  if (scalar === undefined || rest > 0) throw unknownType(show(nodes));
  return scalar;
}

function rowSql(items: readonly Node[]): string {
  const fields = splitAt(items, ',').map((field) => {
    const [name] = field;
    if (!isName(name) || field.length < 2) throw unknownType('row without field names');
    return `${quoteName(nameOf(name))} ${typeSql(field.slice(1))}`;
  });
  return `STRUCT(${fields.join(', ')})`;
}

/** The first comma or mark that ends a type has no meaning here: `x AS type` inside CAST. */
export function splitCast(nodes: readonly Node[]): {
  readonly value: readonly Node[];
  readonly type: readonly Node[];
} {
  const as = nodes.findLastIndex((node) => isWord(node, 'AS'));
  return { value: nodes.slice(0, Math.max(as, 0)), type: as === -1 ? [] : nodes.slice(as + 1) };
}

export const isStar = (nodes: readonly Node[]): boolean =>
  nodes.length === 1 && isMark(nodes[0], '*');
