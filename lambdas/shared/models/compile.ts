import { createHash } from 'node:crypto';
import type { Contract } from '../contracts/contract';
import { bronzeTables, type BronzeTable } from './bronze-tables';
import { defaultChecks, makeChecks, referencedColumn } from './checks';
import { readDraft, type Draft, type ModelFile } from './draft';
import { findCycle, levelsOf } from './graph';
import type { Check, CompiledModels, Model, Reference } from './model';
import { ModelError, type Problem } from './problems';
import type { RawReconcile } from './header-reconcile';
import type { FoundReference } from './references';
import { canonicalSql, splitSql, withoutComments } from './sql-text';

/** Raise it when the wrapper changes what a build writes: every table is then rebuilt. */
const WRAPPER = 1;

const sha = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

interface World {
  readonly bronze: ReadonlyMap<string, BronzeTable>;
  readonly names: ReadonlySet<string>;
}

const nameOf = ({ layer, table }: { layer: string; table: string }): string => `${layer}.${table}`;

/** Columns of a bronze table whose names occur in the texts: a superset of what they read. */
function columnsUsed(texts: readonly string[], bronze: BronzeTable | undefined): readonly string[] {
  const words = new Set(
    texts.flatMap((text) =>
      splitSql(text).flatMap(({ kind, text: word }) => (kind === 'word' ? word.toLowerCase() : [])),
    ),
  );
  return (bronze?.columns ?? []).map(({ name }) => name).filter((name) => words.has(name));
}

/** Columns that checks read of a pinned table; absent when they do not read it. */
function auditColumns(
  { header, text, audited }: Draft,
  table: string,
  source: BronzeTable | undefined,
): Pick<Reference, 'auditColumns'> {
  const recounts = header.reconciles.length === 0;
  const texts = recounts ? [text.select] : header.reconciles.map(({ select }) => select);
  const reads = audited.references.some((used) => used.layer === 'bronze' && used.table === table);
  return recounts || reads ? { auditColumns: columnsUsed(texts, source) } : {};
}

/** References of the SELECT, then those of checks only, each once. */
function referencesOf(draft: Draft, { bronze }: World): readonly Reference[] {
  const referenced = draft.header.checks.flatMap(({ type, args }): FoundReference[] => {
    const [, layer, table = ''] = (type === 'references' && referencedColumn(args[0])) || [];
    return layer === 'silver' || layer === 'gold' ? [{ layer, table, line: 1 }] : [];
  });
  const read = new Set(draft.found.references.map(nameOf));
  const all = [...draft.found.references, ...draft.audited.references, ...referenced];
  const first = all.filter((one, at) => all.findIndex((two) => nameOf(two) === nameOf(one)) === at);
  return first.map(({ layer, table }): Reference => {
    const auditOnly = read.has(nameOf({ layer, table })) ? {} : { auditOnly: true };
    if (layer !== 'bronze') return { layer, table, ...auditOnly };
    const source = bronze.get(table);
    return {
      layer,
      table,
      ...auditOnly,
      partition: source?.partition ?? '',
      columns: columnsUsed([draft.text.select], source),
      ...auditColumns(draft, table, source),
    };
  });
}

function checkReferences(draft: Draft, { bronze, names }: World, problems: Problem[]): void {
  const { file, name } = draft;
  const tables = draft.header.checks.filter(({ type }) => type === 'references');
  const used = [
    ...draft.found.references,
    ...draft.audited.references,
    ...tables.flatMap(({ args, line }) => {
      const [, layer, table = ''] = referencedColumn(args[0]) ?? [];
      return layer === undefined ? [] : [{ layer, table, line }];
    }),
  ];
  for (const { layer, table, line } of used) {
    const full = nameOf({ layer, table });
    const known = layer === 'bronze' ? bronze.has(table) : names.has(full);
    const list = layer === 'bronze' ? [...bronze.keys()] : [...names].sort();
    if (full === name) problems.push({ file, line, message: `${full} reads itself` });
    else if (!known) {
      problems.push({ file, line, message: `unknown table ${full}: known are ${list.join(', ')}` });
    }
  }
  if (draft.found.references.length === 0) {
    const message = 'reads no table: write ${bronze}.x, ${silver}.x or ${gold}.x';
    problems.push({ file, line: draft.text.selectLine, message });
  }
}

/** Every answer names its slice; that of a whole table is always the same. */
function withSlice({ select, measures }: RawReconcile, wholeTable: boolean): string {
  const sql = withoutComments(select);
  if (!wholeTable) return sql;
  const names = measures.map(({ name }) => name).join(', ');
  return `SELECT 'all' AS slice, ${names}\nFROM (\n${sql}\n) AS recounted`;
}

/** A header without a reconcile gets a recount of its own SELECT: it explains an empty slice and finds lost rows. */
function reconcileChecks({ header, text }: Draft): readonly Check[] {
  if (header.reconciles.length > 0) {
    return header.reconciles.map((reconcile) => ({
      id: `reconcile:${reconcile.id}`,
      severity: reconcile.severity,
      about: reconcile.about,
      select: withSlice(reconcile, header.slice.by === 'none'),
      measures: reconcile.measures,
      explainsEmpty: reconcile.severity === 'error',
    }));
  }
  const select = [
    'SELECT ${slice} AS slice, count(*) AS row_total',
    `FROM (\n${withoutComments(text.select)}\n) AS recounted`,
    'GROUP BY 1',
  ].join('\n');
  const measures = [{ name: 'row_total', built: 'count(*)' }];
  const about = 'as many rows as the SELECT answers again';
  return [
    { id: 'reconcile:recount', severity: 'error', about, select, measures, explainsEmpty: true },
  ];
}

function checksOf(draft: Draft, problems: Problem[]): readonly Check[] {
  const report = (line: number, message: string): void => {
    problems.push({ file: draft.file, line, message });
  };
  const own = makeChecks(draft.header, report);
  const seen = new Set<string>();
  for (const { id } of own) {
    if (seen.has(id))
      report(draft.header.lineOf('checks'), `check ${id} stands twice: give it an id`);
    seen.add(id);
  }
  const defaults = defaultChecks(draft.header).filter(({ id }) => !seen.has(id));
  return [...defaults, ...own, ...reconcileChecks(draft)];
}

function modelOf(draft: Draft, world: World, problems: Problem[]): Omit<Model, 'level'> {
  const { header, text } = draft;
  const columns = header.columns.map(({ name, type, about }) => ({ name, type, about }));
  const changes = [
    WRAPPER,
    canonicalSql(text.select),
    columns.map(({ name, type }) => [name, type]),
    [header.slice.by, header.slice.column, header.slice.lookback],
    header.key,
  ];
  return {
    name: draft.name,
    layer: draft.layer,
    table: draft.table,
    file: draft.file,
    title: header.title,
    grain: header.grain,
    key: header.key,
    domain: header.domain,
    slice: header.slice,
    refresh: header.refresh,
    onChange: header.onChange,
    ...(header.dependBy === undefined ? {} : { dependBy: header.dependBy }),
    compression: header.compression,
    columns,
    references: referencesOf(draft, world),
    select: withoutComments(text.select),
    fingerprint: sha(changes).slice(0, 16),
    checks: checksOf(draft, problems),
    ...(header.sums.length === 0 ? {} : { sums: header.sums }),
    usesAsOf: draft.found.parameters.some(({ name }) => name === 'as_of'),
  };
}

function checkCycle(models: readonly Omit<Model, 'level'>[], problems: Problem[]): void {
  const cycle = findCycle(models);
  if (cycle === undefined || cycle.length < 3) return;
  const file = models.find(({ name }) => name === cycle[0])?.file ?? '';
  problems.push({ file, line: 1, message: `cycle: ${cycle.join(' → ')}` });
}

/**
 * All models of a set of files, in dependency order.
 * @throws ModelError that lists every problem of every file as `file:line message`
 */
export function compileModels(
  files: readonly ModelFile[],
  { contracts }: { readonly contracts: Readonly<Record<string, Contract>> },
): CompiledModels {
  const problems: Problem[] = [];
  const drafts = files.flatMap((file) => readDraft(file, problems) ?? []);
  const world: World = {
    bronze: bronzeTables(contracts),
    names: new Set(drafts.map(({ name }) => name)),
  };
  for (const draft of drafts) checkReferences(draft, world, problems);
  const models = drafts.map((draft) => modelOf(draft, world, problems));
  checkCycle(models, problems);
  if (problems.length > 0) throw new ModelError(problems);
  const levels = levelsOf(models);
  const ordered = models
    .map((model) => ({ ...model, level: levels.get(model.name) ?? 0 }))
    .sort((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1));
  return {
    digest: sha(ordered.map(({ name, fingerprint }) => [name, fingerprint])),
    models: ordered,
  };
}
