import { ENGINEERS_WORKGROUP } from '../lambdas/shared/names';
import { statement } from './statement';
import type { Lake } from './target';

export interface Judged {
  /** When the table was last judged, ISO 8601 UTC. */
  readonly judgedAt: string;
  readonly run: string;
  readonly checks: number;
  readonly passed: number;
}

/** What the newest run that built a table said of all slices it built. */
const NEWEST = `
SELECT
    concat(layer, '.', table_name) AS name, max(finished_at) AS judged_at, max(run) AS run,
    count(DISTINCT check_id) AS checks,
    count(DISTINCT CASE WHEN failing > 0 THEN check_id END) AS failing
FROM (
    SELECT *, max(run) OVER (PARTITION BY layer, table_name) AS newest
    FROM ops.check_results
) AS results
WHERE run = newest
GROUP BY layer, table_name`;
/** More tables than anybody has. */
const MOST = 10_000;

/** Tables that a run has built, by name. */
export async function judgedTables(lake: Lake): Promise<ReadonlyMap<string, Judged>> {
  const { rows } = await statement(lake, NEWEST, MOST, ENGINEERS_WORKGROUP);
  return new Map(
    rows.map(([name, judgedAt, run, checks, failing]) => [
      String(name),
      {
        judgedAt: String(judgedAt),
        run: String(run),
        checks: Number(checks),
        passed: Number(checks) - Number(failing),
      },
    ]),
  );
}
