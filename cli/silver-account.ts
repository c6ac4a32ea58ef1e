import type { Glue } from '@aws-sdk/client-glue';
import { countOf, oneRow } from './statement';
import type { Lake } from './target';

export interface SilverAccount {
  readonly bronze: number;
  readonly silver: number;
  /** Received again, or replaced by a newer state of the same transaction. */
  readonly duplicates: number;
  /** Versions that tried to change what was booked. */
  readonly conflicts: number;
  /** Rows of transactions that a later state has moved to another business day. */
  readonly moved: number;
  /** Arrived since the tables were built. */
  readonly waiting: number;
  readonly balanced: boolean;
}

const NEEDED = ['transactions', 'transaction_conflicts', 'moved_transactions'];
const PLACE = '_key64, source_system, transaction_id, business_date';
const SAME_DAY = `m._key64 = t._key64 AND m.source_system = t.source_system
  AND m.transaction_id = t.transaction_id AND m.business_date = t.business_date`;
const SAME_CONFLICT = `m.source_system = c.source_system
  AND m.transaction_id = c.transaction_id AND m.business_date = c.business_date`;

/** Undefined before the first run. @param visible condition on the bronze rows that a run reads */
export async function silverAccount(
  lake: Lake,
  visible: string,
): Promise<SilverAccount | undefined> {
  if (!(await haveTables(await lake.clients.glue(), 'silver', NEEDED))) return undefined;
  const [bronze, silver, conflicts, moved] = await Promise.all([
    oneRow(lake, `SELECT count(*) AS n FROM bronze.transactions WHERE ${visible}`),
    oneRow(lake, 'SELECT count(*) AS n, coalesce(sum(versions), 0) AS v FROM silver.transactions'),
    oneRow(
      lake,
      `SELECT coalesce(sum(c.received), 0) AS n FROM silver.transaction_conflicts AS c
       LEFT JOIN silver.moved_transactions AS m ON ${SAME_CONFLICT}
       WHERE m.business_date IS NULL OR m.winning_date = c.business_date`,
    ),
    oneRow(
      lake,
      `SELECT count(*) AS n
       FROM (SELECT ${PLACE} FROM bronze.transactions WHERE ${visible}) AS t
       JOIN silver.moved_transactions AS m ON ${SAME_DAY} WHERE m.winning_date <> t.business_date`,
    ),
  ]);
  return silverCounts({
    bronze: countOf(bronze['n']),
    silver: countOf(silver['n']),
    versions: countOf(silver['v']),
    conflicts: countOf(conflicts['n']),
    moved: countOf(moved['n']),
  });
}

export interface SilverCounts {
  readonly bronze: number;
  readonly silver: number;
  /** Bronze rows that silver's rows stand for. */
  readonly versions: number;
  readonly conflicts: number;
  readonly moved: number;
}

/** bronze = silver + duplicates + conflicts + moved, as long as nothing has arrived since the run. */
export function silverCounts(counts: SilverCounts): SilverAccount {
  const { bronze, silver, versions, conflicts, moved } = counts;
  const duplicates = versions - silver - conflicts;
  const waiting = bronze - versions - moved;
  return {
    bronze,
    silver,
    duplicates,
    conflicts,
    moved,
    waiting,
    balanced: duplicates >= 0 && waiting === 0,
  };
}

async function haveTables(glue: Glue, database: string, names: readonly string[]) {
  const { TableList = [] } = await glue.getTables({ DatabaseName: database });
  return names.every((name) => TableList.some(({ Name }) => Name === name));
}
