import { fieldsOf, type Fields } from './fields';
import type { Measure, Sum } from './model';
import type { Report } from './yaml-tree';

/** Rows recounted from the sources by another formula, compared with the built rows, slice by slice. */
export interface RawReconcile {
  readonly id: string;
  readonly about: string;
  readonly severity: 'error' | 'warn';
  readonly select: string;
  readonly measures: readonly Measure[];
  readonly line: number;
  /** Line on which the SELECT begins. */
  readonly selectLine: number;
}

const ID = /^[a-z][a-z0-9_]*$/;

/** A block scalar's text begins on the line below its key. */
const blockLine = (fields: Fields, name: string): number =>
  fields.lineOf(name) + (fields.text(name)?.includes('\n') === true ? 1 : 0);

function readMeasures(fields: Fields, report: Report): readonly Measure[] {
  const measures = fields.fields('measures');
  if (measures === undefined) {
    report(fields.line, 'a reconcile needs measures: {<column of its select>: <aggregate>}');
  }
  return (measures?.entries() ?? []).map(([name, { line }]) => {
    if (!ID.test(name)) report(line, `measure ${name}: write lower case, digits and _`);
    return { name, built: measures?.required(name) ?? '' };
  });
}

/** `reconcile:` of a header: a list of recounts, or one. */
export function readReconciles(header: Fields, report: Report): readonly RawReconcile[] {
  const tree = header.get('reconcile');
  if (tree === undefined) return [];
  return (tree.kind === 'list' ? tree.items : [tree]).flatMap((item) => {
    const fields = fieldsOf(item, report);
    if (fields === undefined) return [];
    fields.allow('id', 'about', 'severity', 'select', 'measures');
    const id = fields.text('id') ?? 'rows';
    if (!ID.test(id)) fields.fail('id', `reconcile id ${id}: write lower case, digits and _`);
    return [
      {
        id,
        about: fields.required('about'),
        severity: fields.oneOf('severity', ['error', 'warn']) ?? 'error',
        select: fields.required('select'),
        measures: readMeasures(fields, report),
        line: item.line,
        selectLine: blockLine(fields, 'select'),
      },
    ];
  });
}

/** `sums:` of a header: a list of columns, each plain or `{column, by}`. */
export function readSums(header: Fields, report: Report): readonly Sum[] {
  return header.list('sums').flatMap((item): Sum[] => {
    if (item.kind === 'scalar') return [{ column: String(item.value) }];
    const fields = fieldsOf(item, report);
    if (fields === undefined) return [];
    fields.allow('column', 'by');
    const by = fields.text('by');
    return [{ column: fields.required('column'), ...(by === undefined ? {} : { by }) }];
  });
}
