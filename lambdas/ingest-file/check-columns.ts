import { FileFault } from './faults';
import type { DatasetMapping } from './mapping';
import type { ValueSpec } from './mapping-value';

type Alternatives = readonly string[];

function columnsOf(spec: ValueSpec): readonly Alternatives[] {
  const { source } = spec;
  if (spec.optional === true) return [];
  if (source.verb === 'from') return [source.columns];
  if ('parts' in source) return source.parts.flatMap(columnsOf);
  if ('part' in source) return columnsOf(source.part);
  return source.verb === 'id' && source.hashOf !== 'row' ? source.hashOf : [];
}

function wanted({ fields, lists, rows, groupBy = [], orderBy = [] }: DatasetMapping) {
  const ofRows = Object.values(lists).filter(({ of }) => of === undefined);
  const ofLists = ofRows.flatMap((list) => Object.values(list.fields));
  const ofValues = [...Object.values(fields), ...ofLists].flatMap(columnsOf);
  const tested = [...(rows.only?.keys() ?? []), ...(rows.except?.keys() ?? [])];
  return [...ofValues, ...groupBy, ...orderBy, ...tested.map((name) => [name])];
}

/**
 * A misspelt column would look like a column of missing values.
 * @throws FileFault that names the columns the mapping reads and the file lacks, and those it has
 */
export function checkColumns(mapping: DatasetMapping, columns: readonly string[]): void {
  const isThere = (name: string): boolean =>
    columns.includes(name) || columns.includes(name.split('.')[0] ?? name);
  const missing = wanted(mapping).filter((alternatives) => !alternatives.some(isThere));
  if (missing.length === 0) return;
  const names = [...new Set(missing.map((alternatives) => alternatives.join(' or ')))];
  throw new FileFault(
    `has no column ${names.join(', ')}; it has ${columns.join(', ')}: correct the mapping, list the ` +
      'other name in "from: [a, b]", or say "optional: true"',
  );
}
