import { defaultChecks, makeChecks } from './checks';
import type { Draft } from './draft';
import type { RawReconcile } from './header-reconcile';
import type { Check } from './model';
import type { Problem } from './problems';
import { withoutComments } from './sql-text';

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
      kind: 'reconcile',
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
    {
      id: 'reconcile:recount',
      kind: 'reconcile',
      severity: 'error',
      about,
      select,
      measures,
      explainsEmpty: true,
    },
  ];
}

/** Checks of a model in audit order: the compiler's, the header's, the reconciles. */
export function checksOf(draft: Draft, problems: Problem[]): readonly Check[] {
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
