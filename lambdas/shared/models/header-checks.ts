import { countsRows, type CheckKind } from './check-kinds';
import { fieldsOf, type Fields } from './fields';
import type { ModelColumn } from './model';
import type { Report, Scalar, YamlTree } from './yaml-tree';

export type CheckType = Exclude<CheckKind, 'reconcile'>;

/** A check as a header writes it; checks.ts makes SQL of it. */
export interface RawCheck {
  readonly type: CheckType;
  /** Absent for checks of the whole table. */
  readonly column?: ModelColumn;
  readonly args: readonly Scalar[];
  readonly severity: 'error' | 'warn';
  readonly about?: string;
  readonly id?: string;
  /** Share of the rows that has to pass. */
  readonly mostly?: number;
  readonly line: number;
}

const OF_COLUMN: readonly CheckType[] = [
  ...(['not_null', 'unique', 'type', 'between', 'in_set', 'pattern', 'mean_between'] as const),
  ...(['greater_than', 'score_at_least', 'references', 'freshness'] as const),
];
const OF_TABLE: readonly CheckType[] = [
  ...([
    'column_exists',
    'unique',
    'row_count_between',
    'row_drift',
    'expression',
    'custom',
  ] as const),
];
const CHECK_TYPES: readonly CheckType[] = [...new Set([...OF_COLUMN, ...OF_TABLE])];
/** Gaps in reference data are the source's, stale data is the producer's: they warn unless told otherwise. */
const WARNINGS: readonly CheckType[] = ['references', 'freshness', 'row_drift'];
const WITHOUT_ARGUMENT: readonly CheckType[] = ['not_null', 'unique'];

const severityOf = (type: CheckType): RawCheck['severity'] =>
  WARNINGS.includes(type) ? 'warn' : 'error';

function argsOf(fields: Fields, type: CheckType): readonly Scalar[] {
  const tree = fields.get(type);
  if (tree?.kind === 'list') return fields.scalars(type);
  const value = fields.scalar(type);
  return value === undefined ? [] : [value];
}

function readShare(fields: Fields): number | undefined {
  const share = fields.scalar('mostly');
  if (share === undefined) return undefined;
  if (typeof share === 'number' && share > 0 && share < 1) return share;
  fields.fail('mostly', 'mostly must be a share between 0 and 1, e.g. 0.95');
  return undefined;
}

interface Scope {
  readonly allowed: readonly CheckType[];
  readonly column?: ModelColumn;
  readonly report: Report;
}

/** A bare word (`not_null`) or a map (`{between: [0, 1], severity: warn}`). */
function readCheck(tree: YamlTree, { allowed, column, report }: Scope): readonly RawCheck[] {
  const bare = tree.kind === 'scalar' ? String(tree.value) : undefined;
  const fields = bare === undefined ? fieldsOf(tree, report) : undefined;
  const names = bare === undefined ? (fields?.entries() ?? []).map(([name]) => name) : [bare];
  const type = CHECK_TYPES.find((known) => names.includes(known));
  const place = column === undefined ? {} : { column };
  if (type === undefined || !allowed.includes(type)) {
    report(tree.line, `unknown check ${names.join(', ')}: choose one of ${allowed.join(', ')}`);
    return [];
  }
  if (fields === undefined) {
    if (!WITHOUT_ARGUMENT.includes(type)) report(tree.line, `check ${type} needs a value`);
    return [{ type, ...place, args: [], severity: severityOf(type), line: tree.line }];
  }
  fields.allow(type, 'severity', 'about', 'id', ...(countsRows(type) ? ['mostly'] : []));
  const mostly = readShare(fields);
  const [about, id] = [fields.text('about'), fields.text('id')];
  return [
    {
      type,
      ...place,
      args: argsOf(fields, type),
      severity: fields.oneOf('severity', ['error', 'warn']) ?? severityOf(type),
      ...(about === undefined ? {} : { about }),
      ...(id === undefined ? {} : { id }),
      ...(mostly === undefined ? {} : { mostly }),
      line: tree.line,
    },
  ];
}

/** Checks that stand at the columns. */
export function readChecks(
  header: Fields,
  columns: readonly ModelColumn[],
  report: Report,
): readonly RawCheck[] {
  const all = header.fields('columns');
  return columns.flatMap((column) =>
    (all?.fields(column.name)?.list('checks') ?? []).flatMap((tree) =>
      readCheck(tree, { allowed: OF_COLUMN, column, report }),
    ),
  );
}

/** Checks of the whole table: `checks:` at the top of the header. */
export const readTableChecks = (header: Fields, report: Report): readonly RawCheck[] =>
  header.list('checks').flatMap((tree) => readCheck(tree, { allowed: OF_TABLE, report }));
