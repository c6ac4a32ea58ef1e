import type { PiiClass } from '../contracts/contract';
import { Fields } from './fields';
import { readChecks, readTableChecks, type RawCheck } from './header-checks';
import { readTarget, type Target } from './header-target';
import { PII_CLASSES } from './pii';
import { readReconciles, readSums, type RawReconcile } from './header-reconcile';
import type { Model, ModelColumn, SliceUnit, Sum } from './model';
import { parseYaml, type Report } from './yaml-tree';

export interface HeaderColumn extends ModelColumn {
  /** As the header says; absent: as the contract does. */
  readonly saidPii?: PiiClass;
  readonly line: number;
}
/** A model's header as written, its shape proven. */
export interface Header {
  readonly title: string;
  readonly grain: string;
  readonly key: readonly string[];
  readonly domain: Model['domain'];
  readonly slice: Model['slice'];
  readonly refresh: Model['refresh'];
  readonly onChange: Model['onChange'];
  readonly dependBy?: string;
  readonly compression: Model['compression'];
  readonly target: Target;
  readonly columns: readonly HeaderColumn[];
  readonly checks: readonly RawCheck[];
  readonly reconciles: readonly RawReconcile[];
  readonly sums: readonly Sum[];
  /** Lines of header fields, for problems found later. */
  readonly lineOf: (field: string) => number;
}

/** Types that Athena writes to Parquet and the laptop engine answers alike. */
const TYPE =
  /^(?:varchar|bigint|integer|double|boolean|date|timestamp\(3\)|decimal\((?:[1-9]|[12]\d|3[0-8]), ?\d{1,2}\))$/;
const TYPES = 'varchar, bigint, integer, double, boolean, date, timestamp(3), decimal(p,s)';
const NAME = /^[a-z_][a-z0-9_]*$/;
const COMMENT = /^\s*\/\*([\s\S]*?)\*\//;

/** The header's YAML and the SELECT below it, each with the file's line on which it begins. */
export interface ModelText {
  readonly yaml: string;
  readonly yamlLine: number;
  readonly select: string;
  readonly selectLine: number;
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

export function splitModelText(text: string): ModelText | undefined {
  const match = COMMENT.exec(text);
  if (match === null) return undefined;
  const [comment, yaml = ''] = match;
  return {
    yaml,
    yamlLine: lineAt(text, comment.indexOf('/*')),
    select: text.slice(comment.length),
    selectLine: lineAt(text, comment.length),
  };
}

const FIELDS = [
  ...['title', 'grain', 'key', 'domain', 'slice', 'refresh', 'on_change', 'depend_by'],
  ...['compression', 'columns', 'checks', 'reconcile', 'sums', 'warehouse', 'engine', 'script'],
] as const;
const UNITS: readonly SliceUnit[] = ['day', 'week', 'month', 'none'];

function readColumns(header: Fields, report: Report): readonly HeaderColumn[] {
  const columns = header.fields('columns');
  if (columns === undefined) report(header.line, 'field columns is missing');
  return (columns?.entries() ?? []).flatMap(([name, tree]) => {
    const column = columns?.fields(name);
    if (column === undefined) return [];
    column.allow('type', 'about', 'checks', 'pii');
    if (!NAME.test(name)) report(tree.line, `column ${name}: write lower case, digits and _`);
    const type = column.required('type').toLowerCase().replaceAll(' ', '');
    if (type !== '' && !TYPE.test(type)) {
      column.fail('type', `column ${name} has type ${type}: choose one of ${TYPES}`);
    }
    const saidPii = column.oneOf('pii', PII_CLASSES);
    const about = column.required('about');
    return [{ name, type, about, line: tree.line, ...(saidPii && { saidPii }) }];
  });
}

function readSlice(header: Fields, report: Report): Model['slice'] {
  const slice = header.fields('slice');
  if (slice === undefined) {
    report(header.line, 'field slice is missing: write {by: none} for a whole table');
    return { by: 'none', lookback: 0 };
  }
  slice.allow('by', 'column', 'lookback');
  if (slice.get('by') === undefined) report(slice.line, 'field slice.by is missing');
  const by = slice.oneOf('by', UNITS) ?? 'none';
  const column = slice.text('column');
  const lookback = slice.whole('lookback', 400) ?? 0;
  if (by === 'none') {
    if (column !== undefined) slice.fail('column', 'a whole table has no slice column');
    if (lookback !== 0) slice.fail('lookback', 'a whole table has no lookback');
    return { by, lookback: 0 };
  }
  if (column === undefined) report(slice.line, `field slice.column is missing: by is ${by}`);
  return { by, column: column ?? '', lookback };
}

/** Whole tables, weeks and months are dear to rebuild with every run: daily unless they say so. */
const defaultRefresh = (unit: SliceUnit): Model['refresh'] => (unit === 'day' ? 'run' : 'daily');

/**
 * The header of a model file; what is wrong with it is reported.
 * @returns undefined when there is nothing to read
 */
export function readHeader(text: ModelText, report: Report): Header | undefined {
  const map = parseYaml(text.yaml, text.yamlLine, report);
  if (map === undefined) return undefined;
  const header = new Fields(map, report);
  header.allow(...FIELDS);
  const slice = readSlice(header, report);
  const columns = readColumns(header, report);
  const target = readTarget(header, { columns, slice }, report);
  const dependBy = header.text('depend_by');
  const key = header.scalars('key').map(String);
  if (key.length === 0) report(header.lineOf('key'), 'field key must list at least one column');
  return {
    title: header.required('title'),
    grain: header.required('grain'),
    key,
    domain: header.oneOf('domain', ['banking', 'retail', 'shared']) ?? missing(header, 'domain'),
    slice,
    refresh: header.oneOf('refresh', ['run', 'daily', 'weekly']) ?? defaultRefresh(slice.by),
    onChange: header.oneOf('on_change', ['keep', 'rebuild']) ?? 'keep',
    ...(dependBy === undefined ? {} : { dependBy }),
    // Redshift reads it through the external schema, and wants no zstd.
    compression:
      header.oneOf('compression', ['zstd', 'snappy']) ?? (target.warehouse ? 'snappy' : 'zstd'),
    target,
    columns,
    checks: [...readChecks(header, columns, report), ...readTableChecks(header, report)],
    reconciles: readReconciles(header, report),
    sums: readSums(header, report),
    lineOf: (field) => header.lineOf(field),
  };
}

function missing(header: Fields, name: 'domain'): 'shared' {
  if (header.get(name) === undefined) header.required(name);
  return 'shared';
}
