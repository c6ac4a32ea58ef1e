import type { BronzeTable } from './bronze-tables';
import type { PiiClass } from '../contracts/contract';
import { referencedColumn } from './check-sql';
import type { Draft } from './draft';
import { layerNamed, type Model, type Reference } from './model';
import { isPinned } from './placeholders';
import type { Problem } from './problems';
import type { FoundReference } from './references';
import { splitSql } from './sql-text';

/** What models may read. */
export interface World {
  /** Tables whose objects a run lists, by full name: those of bronze and of ops. */
  readonly sources: ReadonlyMap<string, BronzeTable>;
  /** Class of a column by its name. */
  readonly piiOf: (column: string) => PiiClass;
  /** Domain of every model, by its name. */
  readonly domains: ReadonlyMap<string, Model['domain']>;
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
  full: string,
  source: BronzeTable | undefined,
): Pick<Reference, 'auditColumns'> {
  const recounts = header.reconciles.length === 0;
  const texts = recounts ? [text.select] : header.reconciles.map(({ select }) => select);
  const reads = audited.references.some((used) => nameOf(used) === full);
  return recounts || reads ? { auditColumns: columnsUsed(texts, source) } : {};
}

/** References of the SELECT, then those of checks only, each once. */
export function referencesOf(draft: Draft, { sources }: World): readonly Reference[] {
  const referenced = draft.header.checks.flatMap(({ type, args }): FoundReference[] => {
    const [, name = '', table = ''] = (type === 'references' && referencedColumn(args[0])) || [];
    const layer = layerNamed(name);
    return layer === undefined ? [] : [{ layer, table, line: 1 }];
  });
  const read = new Set(draft.found.references.map(nameOf));
  const all = [...draft.found.references, ...draft.audited.references, ...referenced];
  const first = all.filter((one, at) => all.findIndex((two) => nameOf(two) === nameOf(one)) === at);
  return first.map(({ layer, table }): Reference => {
    const full = nameOf({ layer, table });
    const auditOnly = read.has(full) ? {} : { auditOnly: true };
    if (!isPinned(layer)) return { layer, table, ...auditOnly };
    const source = sources.get(full);
    return {
      layer,
      table,
      ...auditOnly,
      partition: source?.partition ?? '',
      columns: columnsUsed([draft.text.select], source),
      ...auditColumns(draft, full, source),
    };
  });
}

/** Reports what a model reads and nobody has. */
export function checkReferences(draft: Draft, world: World, problems: Problem[]): void {
  const { file, name } = draft;
  const { sources, domains } = world;
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
    const known = sources.has(full) || domains.has(full);
    const list = [...sources.keys()].filter((source) => source.startsWith(`${layer}.`));
    if (list.length === 0) list.push(...[...domains.keys()].sort());
    if (full === name) problems.push({ file, line, message: `${full} reads itself` });
    else if (!known) {
      problems.push({ file, line, message: `unknown table ${full}: known are ${list.join(', ')}` });
    } else {
      const message = foreignDomain(draft, full, world);
      if (message !== undefined) problems.push({ file, line, message });
    }
  }
  if (draft.found.references.length === 0) {
    const message = 'reads no table: write ${bronze}.x, ${silver}.x or ${gold}.x';
    problems.push({ file, line: draft.text.selectLine, message });
  }
}

/** An environment without the other domain would lose this table as well. */
function foreignDomain({ header }: Draft, read: string, { domains }: World): string | undefined {
  const other = domains.get(read) ?? 'shared';
  if (other === 'shared' || other === header.domain) return undefined;
  return `reads ${read} of domain ${other}: a ${header.domain} model reads its own domain and shared`;
}
