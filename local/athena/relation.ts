import type { CatalogPartition, CatalogTable, TableSource } from './catalog';
import type { RelationRequest } from './context';
import { pinnedSlices, sliceOf, withSlash } from './files';
import type { Places, Slice, StatementPlaces } from './files';
import { hiveToDuck } from './hive-types';
import { quoteName, quoteText } from './tokens';
import { admits } from './where';

/**
 * The relation of a catalogue table, ready for the FROM clause: exactly the files of its registered partitions that the block's conditions
 * admit; with pinned paths, exactly those of them that exist.
 */
export async function relationOf(
  table: CatalogTable,
  request: RelationRequest,
  pinned: ReadonlySet<string> | undefined,
  places: StatementPlaces,
): Promise<string> {
  if (table.relation !== undefined) return given(table, request, pinned);
  const partitions = admitted(table, request, places.tables);
  const slices =
    pinned === undefined
      ? await Promise.all(partitions.map((partition) => sliceOf(partition, places)))
      : pinnedSlices(partitions, pinned, places);
  const full = slices.filter((slice) => slice.files.length > 0);
  return full.length === 0
    ? emptyRelation(table, request)
    : readFiles(table, request, full, places);
}

function given(
  table: CatalogTable,
  request: RelationRequest,
  pinned?: ReadonlySet<string>,
): string {
  const columns = [...table.columns, ...table.partitionKeys].map(({ name }) => quoteName(name));
  if (request.wantsPath) columns.push('"$path"');
  const paths = [...(pinned ?? [])].map(quoteText);
  const filter =
    pinned === undefined
      ? ''
      : ` WHERE "$path" IN (${paths.length === 0 ? 'NULL' : paths.join(', ')})`;
  return `(SELECT ${columns.join(', ')} FROM ${table.relation ?? ''}${filter})`;
}

/** The partitions that a reading's conditions admit; a table without partition columns is one. */
export function admitted(
  table: CatalogTable,
  { name, conditions }: Pick<RelationRequest, 'name' | 'conditions'>,
  tables: TableSource,
): readonly CatalogPartition[] {
  if (table.partitionKeys.length === 0) return [{ values: [], location: table.location }];
  return tables.partitions(table.database, table.name).filter(({ values }) => {
    const columns = new Map(table.partitionKeys.map((key, at) => [key.name, values[at] ?? '']));
    return admits(conditions, { names: [name], columns });
  });
}

function readFiles(
  table: CatalogTable,
  request: RelationRequest,
  slices: readonly Slice[],
  places: Places,
): string {
  const files = slices.flatMap((slice) => slice.files.map((file) => quoteText(file.path)));
  const schema = table.columns.map(
    ({ name, type }) =>
      `${quoteText(name)}: {name: ${quoteText(name)}, type: ${quoteText(hiveToDuck(type))}, default_value: NULL}`,
  );
  const columns = table.columns.map(({ name }) => quoteName(name));
  table.partitionKeys.forEach(({ name, type }, at) => {
    columns.push(`${partitionSql(slices, at, hiveToDuck(type))} AS ${quoteName(name)}`);
  });
  if (request.wantsPath) columns.push(`${pathSql(table, places)} AS "$path"`);
  return `(SELECT ${columns.join(', ')} FROM read_parquet([${files.join(', ')}], schema = MAP {${schema.join(', ')}}))`;
}

/** `s3://bucket/key` from the file's name. */
function pathSql(table: CatalogTable, places: Places): string {
  const bucket = /^s3:\/\/[^/]+\//.exec(table.location)?.[0] ?? 's3://';
  const root = withSlash(places.resolveLocation(bucket));
  return `${quoteText(bucket)} || system.main.substr(filename, ${root.length + 1})`;
}

/**
 * A partition value out of the file's name: a fixed stretch where all folders spell it at one place (DuckDB then
 * takes it once per file, as cheap as its own Hive columns), else a CASE over the folders.
 */
function partitionSql(slices: readonly Slice[], key: number, type: string): string {
  const valueOf = (slice: Slice): string => slice.values[key] ?? '';
  const [first] = slices;
  const value = first === undefined ? '' : valueOf(first);
  const at = first?.directory.lastIndexOf(`=${value}/`) ?? -1;
  const stretch = (slice: Slice): string => slice.directory.slice(at + 1, at + 1 + value.length);
  const fixed =
    at >= 0 &&
    slices.every(
      (s) =>
        valueOf(s).length === value.length &&
        stretch(s) === valueOf(s) &&
        s.directory.slice(at, at + 1) === '=' &&
        s.directory.charAt(at + 1 + value.length) === '/',
    );
  const text = fixed
    ? `system.main.substr(filename, ${at + 2}, ${value.length})`
    : `CASE ${slices.map((slice) => `WHEN starts_with(filename, ${quoteText(slice.directory)}) THEN ${quoteText(valueOf(slice))}`).join(' ')} END`;
  return type === 'VARCHAR' ? text : `CAST(${text} AS ${type})`;
}

function emptyRelation(table: CatalogTable, request: RelationRequest): string {
  const columns = [...table.columns, ...table.partitionKeys].map(
    ({ name, type }) => `CAST(NULL AS ${hiveToDuck(type)}) AS ${quoteName(name)}`,
  );
  if (request.wantsPath) columns.push('CAST(NULL AS VARCHAR) AS "$path"');
  return `(SELECT ${columns.join(', ')} WHERE false)`;
}
