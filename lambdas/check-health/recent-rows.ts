import type { Judged } from './shares';

/** Runs a statement and answers its rows as text. */
export type Ask = (sql: string) => Promise<readonly (readonly string[])[]>;

export interface RecentRow extends Judged {
  /** Sum of the quality scores of accepted rows. */
  readonly score: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Long enough for a share, short enough to notice a source that has just gone bad. */
const WINDOW_HOURS = 3;

/**
 * What the stream brought of each source in the last hours. Two days of narrow columns: the partition bounds it,
 * whatever the lake has grown to. Silver is as old as the last run, which a window of hours forgives.
 * @param now epoch milliseconds
 */
export async function recentRows(ask: Ask, now: number): Promise<readonly RecentRow[]> {
  const rows = await ask(statementFor(now));
  return rows.map(([source = '', accepted, rejected, score]) => ({
    source,
    accepted: Number(accepted ?? 0),
    rejected: Number(rejected ?? 0),
    score: Number(score ?? 0),
  }));
}

function statementFor(now: number): string {
  const day = new Date(now - DAY_MS).toISOString().slice(0, 10);
  const since = new Date(now - WINDOW_HOURS * HOUR_MS).toISOString();
  const timestamp = since.replace('T', ' ').replace('Z', '');
  return `SELECT source, sum(accepted) AS accepted, sum(rejected) AS rejected, sum(score) AS score
FROM (
    SELECT source_system AS source, count(*) AS accepted, 0 AS rejected,
        sum(quality_score) AS score
    FROM silver.transactions
    WHERE business_date >= '${day}' AND door = 'stream'
        AND ingested_at >= TIMESTAMP '${timestamp}'
    GROUP BY source_system
    UNION ALL
    SELECT coalesce(source_system, 'unknown') AS source, 0 AS accepted, count(*) AS rejected,
        0 AS score
    FROM bronze.quarantine
    WHERE arrival_date >= '${day}' AND dataset = 'transactions' AND _door = 'stream'
        AND _ingested_at >= '${since}'
    GROUP BY coalesce(source_system, 'unknown')
) AS judged
GROUP BY source`;
}
