import { AthenaFault, place } from './fault';
import { nameOf, textValue } from './tokens';
import type { Token } from './tokens';
import { isGroup, isMark, isName, isWord, splitAt } from './tree';
import type { Group, Node } from './tree';

/** `CREATE TABLE database.name WITH (…) AS query` */
export interface TableCreation {
  readonly database: string;
  readonly table: string;
  readonly ifNotExists: boolean;
  readonly location?: string;
  readonly partitionedBy: readonly string[];
  /** DuckDB's name of the codec. */
  readonly compression: string;
  readonly query: readonly Node[];
}

const PROPERTIES = [
  'format',
  'external_location',
  'partitioned_by',
  'write_compression',
  'parquet_compression',
];
const CODECS: Readonly<Record<string, string>> = {
  ZSTD: 'zstd',
  SNAPPY: 'snappy',
  GZIP: 'gzip',
  NONE: 'uncompressed',
  UNCOMPRESSED: 'uncompressed',
};

/**
 * Reads a CTAS.
 * @throws AthenaFault SYNTAX_ERROR, INVALID_TABLE_PROPERTY or NOT_SUPPORTED, naming what the laptop does not do
 */
export function readCreation(nodes: readonly Node[], sql: string, database: string): TableCreation {
  const at = (node: Node | undefined): string => place(sql, node?.at ?? sql.length);
  const missing = (node: Node | undefined): AthenaFault =>
    new AthenaFault(
      'SYNTAX_ERROR',
      `${at(node)}only CREATE TABLE … WITH (…) AS SELECT is supported`,
    );
  if (!isWord(nodes[1], 'TABLE')) throw missing(nodes[1]);
  const ifNotExists = isWord(nodes[2], 'IF');
  let next = ifNotExists ? 5 : 2;
  const name: Token[] = [];
  for (; isName(nodes[next]); next += 2) {
    const part = nodes[next];
    if (isName(part)) name.push(part);
    if (!isMark(nodes[next + 1], '.')) break;
  }
  const group = nodes[next + 2];
  const properties = isWord(nodes[next + 1], 'WITH') && isGroup(group, '(') ? group : undefined;
  const as = next + (properties === undefined ? 1 : 3);
  if (name.length === 0 || !isWord(nodes[as], 'AS')) throw missing(nodes[as]);
  const [table = '', schema = database] = name.map(nameOf).reverse();
  const query = nodes.slice(as + 1);
  const [only] = query;
  return {
    database: schema,
    table,
    ifNotExists,
    query: query.length === 1 && isGroup(only, '(') ? only.items : query,
    ...readProperties(properties, at),
  };
}

function readProperties(
  group: Group | undefined,
  at: (node: Node) => string,
): Pick<TableCreation, 'location' | 'partitionedBy' | 'compression'> {
  const found = new Map<string, readonly Node[]>();
  for (const [key, equals, ...value] of splitAt(group?.items ?? [], ',')) {
    if (!isName(key) || !isMark(equals, '=') || !PROPERTIES.includes(nameOf(key))) {
      const shown = isName(key) ? nameOf(key) : '';
      throw new AthenaFault(
        'INVALID_TABLE_PROPERTY',
        `${key === undefined ? '' : at(key)}table property '${shown}' is not supported`,
      );
    }
    found.set(nameOf(key), value);
  }
  const text = (key: string): string | undefined => {
    const [node] = found.get(key) ?? [];
    return node?.kind === 'text' ? textValue(node.text) : undefined;
  };
  const format = text('format') ?? 'PARQUET';
  if (format.toUpperCase() !== 'PARQUET') {
    throw new AthenaFault(
      'NOT_SUPPORTED',
      `format ${format} is not supported on the laptop, use PARQUET`,
    );
  }
  const codec = text('write_compression') ?? text('parquet_compression') ?? 'GZIP';
  const compression = CODECS[codec.toUpperCase()];
  if (compression === undefined) {
    throw new AthenaFault(
      'INVALID_TABLE_PROPERTY',
      `compression ${codec} is not supported for PARQUET`,
    );
  }
  const location = text('external_location');
  const list = found.get('partitioned_by')?.[1];
  const partitionedBy = isGroup(list, '[')
    ? list.items.flatMap((node) =>
        node.kind === 'text' ? [textValue(node.text).toLowerCase()] : [],
      )
    : [];
  if (location !== undefined && !location.startsWith('s3://')) {
    throw new AthenaFault('INVALID_TABLE_PROPERTY', `external_location must be an s3:// path`);
  }
  return { partitionedBy, compression, ...(location === undefined ? {} : { location }) };
}
