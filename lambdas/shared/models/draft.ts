import { checkFragments } from './draft-fragments';
import { checkForbidden } from './forbidden';
import { readHeader, splitModelText, type Header, type ModelText } from './header';
import { layerNamed, MODEL_LAYERS, type Layer } from './model';
import { outputColumns } from './output-columns';
import type { Problem } from './problems';
import { findPlaceholders, isSliceParameter, type FoundPlaceholders } from './references';
import { meaningful, splitSql } from './sql-text';
import type { Report } from './yaml-tree';

export interface ModelFile {
  /** `sql/<layer>/<table>.sql`, from the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** One model file, read and proven on its own; what it reads is not looked up yet. */
export interface Draft {
  readonly file: string;
  readonly layer: Layer;
  readonly table: string;
  readonly name: string;
  readonly header: Header;
  readonly text: ModelText;
  readonly found: FoundPlaceholders;
  /** References that only reconcile reads. */
  readonly audited: FoundPlaceholders;
}

const PATH = /(?:^|\/)([a-z_]+)\/([a-z][a-z0-9_]*)\.sql$/;

function shift(found: FoundPlaceholders, firstLine: number): FoundPlaceholders {
  const down = <T extends { readonly line: number }>(list: readonly T[]): readonly T[] =>
    list.map((item) => ({ ...item, line: item.line + firstLine - 1 }));
  return {
    references: down(found.references),
    parameters: down(found.parameters),
    problems: down(found.problems),
  };
}

const placeholdersOf = (sql: string, firstLine: number): FoundPlaceholders =>
  shift(findPlaceholders(splitSql(sql)), firstLine);

function checkShape({ select, selectLine }: ModelText, report: Report): void {
  const tokens = meaningful(splitSql(select));
  const [first] = tokens;
  if (first?.upper !== 'WITH' && first?.upper !== 'SELECT') {
    report(
      selectLine + (first?.line ?? 1) - 1,
      'a model is one SELECT, with import CTEs before it',
    );
  }
  let depth = 0;
  for (const { text } of tokens) depth += text === '(' ? 1 : text === ')' ? -1 : 0;
  if (depth !== 0) report(selectLine, 'brackets do not close');
}

function checkColumns({ select, selectLine }: ModelText, header: Header, report: Report): void {
  const columns = outputColumns(splitSql(select)) ?? [];
  const declared = new Set(header.columns.map(({ name }) => name));
  const seen = new Set<string>();
  for (const { name, line } of columns) {
    const place = line + selectLine - 1;
    if (name === undefined) report(place, 'an output column has no name: write … AS name');
    else if (!declared.has(name)) report(place, `undeclared column ${name}: add it to the header`);
    else if (seen.has(name)) report(place, `column ${name} stands twice`);
    if (name !== undefined) seen.add(name);
  }
  for (const { name, line } of header.columns) {
    if (columns.length > 0 && !seen.has(name)) report(line, `column ${name} is not in the SELECT`);
  }
}

function checkHeader(header: Header, report: Report): void {
  const { slice, key, dependBy, lineOf, columns, sums } = header;
  const names = columns.map(({ name }) => name);
  const need = (name: string, field: string): void => {
    if (!names.includes(name)) report(lineOf(field), `${field} names undeclared column ${name}`);
  };
  key.forEach((name) => need(name, 'key'));
  sums.forEach(({ column, by }) =>
    [column, ...(by === undefined ? [] : [by])].forEach((name) => need(name, 'sums')),
  );
  if (dependBy !== undefined) {
    need(dependBy, 'depend_by');
    if (slice.by !== 'none') report(lineOf('depend_by'), 'only a whole table has depend_by');
  }
  const last = columns.at(-1);
  if (slice.by !== 'none' && slice.column !== '' && last?.name !== slice.column) {
    report(lineOf('columns'), `slice column ${slice.column ?? ''} must be declared last`);
  } else if (slice.by !== 'none' && last !== undefined && last.type !== 'varchar') {
    report(last.line, `slice column ${last.name} must be varchar`);
  }
}

function checkTarget(layer: Layer, { target, lineOf }: Header, report: Report): void {
  if (layer === 'gold') return;
  if (target.warehouse)
    report(lineOf('warehouse'), 'only gold tables are loaded into the warehouse');
  if (target.spark) report(lineOf('engine'), 'only gold tables are built by Spark');
}

function checkParameters(found: FoundPlaceholders, header: Header, report: Report): void {
  for (const { name, line } of found.parameters) {
    if (header.slice.by === 'none' && isSliceParameter(name)) {
      report(line, `\${${name}} in a whole table: it has no slices`);
    }
  }
}

/** Reads one model file. @returns undefined when it has no header or no place, which is reported */
export function readDraft({ file, text }: ModelFile, problems: Problem[]): Draft | undefined {
  const report: Report = (line, message) => problems.push({ file, line, message });
  const [, folder = '', table = ''] = PATH.exec(file) ?? [];
  const layer = layerNamed(folder);
  const parts = splitModelText(text);
  if (layer === undefined) {
    report(1, `models live in sql/<layer>/<table>.sql, layer one of ${MODEL_LAYERS.join(', ')}`);
    return undefined;
  }
  if (parts === undefined) {
    report(1, 'no header: begin with /* … */, a comment of YAML');
    return undefined;
  }
  const header = readHeader(parts, report);
  if (header === undefined) return undefined;
  const found = placeholdersOf(parts.select, parts.selectLine);
  const audits = header.reconciles.map(({ select, selectLine }) =>
    placeholdersOf(select, selectLine),
  );
  const audited: FoundPlaceholders = {
    references: audits.flatMap(({ references }) => references),
    parameters: audits.flatMap(({ parameters }) => parameters),
    problems: audits.flatMap((audit) => audit.problems),
  };
  for (const each of [found, audited]) {
    each.problems.forEach(({ line, message }) => report(line, message));
    checkParameters(each, header, report);
  }
  checkTarget(layer, header, report);
  if (found.references.some((used) => used.layer === 'ops') && header.refresh !== 'run') {
    report(header.lineOf('refresh'), 'what reads ops is built with every run: write refresh: run');
  }
  checkShape(parts, report);
  checkForbidden(parts.select, parts.selectLine, report);
  checkHeader(header, report);
  checkColumns(parts, header, report);
  checkFragments(header, report);
  return { file, layer, table, name: `${layer}.${table}`, header, text: parts, found, audited };
}
