import { CHECK_KINDS, countsRows, passes } from '../models/check-kinds';
import type { Model } from '../models/model';
import type { OPS_TABLES, OpsTable } from '../models/ops-tables';
import type { EndedBuild } from '../plans/ended';
import type { SliceVerdict, Verdict } from '../plans/plan';

/** One row of an `ops` table: a value per column. */
export type OpsRow<T extends OpsTable> = Readonly<
  Record<(typeof OPS_TABLES)[T]['columns'][number]['name'], string | bigint>
>;
/** A build that ended and was judged. */
export interface JudgedBuild extends EndedBuild {
  readonly verdict: Verdict;
}

/** What the checks said of every slice of a build: counts, never a value. */
export const checkResults = (
  { name, layer, table, slice: { by }, checks }: Model,
  { plan, verdict }: JudgedBuild,
): readonly OpsRow<'check_results'>[] =>
  verdict.slices.flatMap((judged) =>
    checks.map((check): OpsRow<'check_results'> => {
      const failing = judged.failing[check.id] ?? 0;
      return {
        run: plan.run,
        finished_at: verdict.judgedAt,
        layer,
        table_name: table,
        slice_by: by,
        slice: judged.slice,
        check_id: check.id,
        check_type: check.kind,
        dimension: CHECK_KINDS[check.kind].dimension,
        severity: check.severity,
        failing: wholeNumber(failing, name),
        checked: countsRows(check.kind) ? BigInt(judged.rows) : 1n,
        row_total: BigInt(judged.rows),
        passed: passes(check, failing, judged.rows) ? 1n : 0n,
      };
    }),
  );

/** The slices that a build published. */
export const publications = (
  { layer, table }: Model,
  { plan, outcome, verdict }: JudgedBuild,
): readonly OpsRow<'publications'>[] =>
  verdict.slices
    .filter(({ slice }) => outcome.published.includes(slice))
    .map((judged: SliceVerdict) => ({
      run: plan.run,
      layer,
      table_name: table,
      slice: judged.slice,
      rows: BigInt(judged.rows),
      bytes: BigInt(judged.bytes),
      location: judged.location,
      published_at: outcome.publishedAt ?? verdict.judgedAt,
      sums: JSON.stringify(judged.sums),
    }));

/** Athena counts in bigint; a fraction would be a fault of the audit's own statement. */
function wholeNumber(count: number, model: string): bigint {
  if (!Number.isSafeInteger(count)) throw new Error(`${model}: a check counted ${count} failures`);
  return BigInt(count);
}
