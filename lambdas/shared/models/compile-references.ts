import type { BronzeTable } from './bronze-tables';
import { referencedColumn } from './check-sql';
import type { Draft } from './draft';
import type { Reference } from './model';
import type { Problem } from './problems';
import type { FoundReference } from './references';
import { splitSql } from './sql-text';

/** What models may read. */
export interface World {
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
export function referencesOf(draft: Draft, { bronze }: World): readonly Reference[] {
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

/** Reports what a model reads and nobody has. */
export function checkReferences(draft: Draft, { bronze, names }: World, problems: Problem[]): void {
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
