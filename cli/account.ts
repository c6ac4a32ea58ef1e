import type { Glue } from '@aws-sdk/client-glue';
import { archivedPositions } from './archived';
import { ledgerOf } from './medallion';
import { oneRow, statement } from './statement';
import type { Value } from './statement';
import type { Lake } from './target';

/** Where every received transaction is. */
export interface Account {
  readonly stream: DoorAccount;
  readonly file: DoorAccount;
  /** Absent before the first run. */
  readonly silver?: SilverAccount;
  readonly reasons: Readonly<Record<string, number>>;
}
export interface DoorAccount {
  /** Records by the archive (stream) or by the claims (files); null when the archive is too large to be counted here. */
  readonly received: number | null;
  readonly accepted: number;
  readonly rejected: number;
  readonly balanced: boolean | null;
}
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

export async function accountOf(lake: Lake): Promise<Account> {
  const [accepted, rejected, files, archived, silver, reasons] = await Promise.all([
    byDoor(lake, `bronze.transactions`, ''),
    byDoor(lake, `bronze.quarantine`, `WHERE dataset = 'transactions'`),
    ledgerOf(lake).files.list('transactions'),
    archivedPositions(lake, 'transactions'),
    silverAccount(lake),
    reasonsOf(lake),
  ]);
  const loaded = files
    .filter(({ status }) => status === 'finished')
    .reduce((sum, { received = 0 }) => sum + received, 0);
  return {
    stream: doorAccount(archived, accepted.stream, rejected.stream),
    file: doorAccount(loaded, accepted.file, rejected.file),
    ...(silver ? { silver } : {}),
    reasons,
  };
}

const doorAccount = (received: number | null, accepted: number, rejected: number): DoorAccount => ({
  received,
  accepted,
  rejected,
  balanced: received === null ? null : received === accepted + rejected,
});

/** Positions, not rows: Firehose may deliver a record twice, which is no second record. */
async function byDoor(lake: Lake, table: string, where: string) {
  const { rows } = await statement(
    lake,
    `SELECT _door, count(DISTINCT concat(_shard, '/', _sequence, '/', CAST(_subsequence AS varchar))) AS n
     FROM ${table} ${where} GROUP BY _door`,
    10,
  );
  const counts = new Map(rows.map(([door, n]) => [door, number(n)]));
  return { stream: counts.get('stream') ?? 0, file: counts.get('file') ?? 0 };
}

async function reasonsOf(lake: Lake): Promise<Readonly<Record<string, number>>> {
  const { rows } = await statement(
    lake,
    `SELECT reason_codes, count(*) AS n FROM bronze.quarantine GROUP BY reason_codes ORDER BY n DESC, reason_codes`,
    100,
  );
  return Object.fromEntries(rows.map(([codes, n]) => [String(codes), number(n)]));
}

const NEEDED = ['transactions', 'transaction_conflicts', 'moved_transactions'];
const SAME_DAY = `m._key64 = t._key64 AND m.source_system = t.source_system
  AND m.transaction_id = t.transaction_id AND m.business_date = t.business_date`;
const SAME_CONFLICT = `m.source_system = c.source_system
  AND m.transaction_id = c.transaction_id AND m.business_date = c.business_date`;

async function silverAccount(lake: Lake): Promise<SilverAccount | undefined> {
  if (!(await haveTables(await lake.clients.glue(), 'silver', NEEDED))) return undefined;
  const [bronze, silver, conflicts, moved] = await Promise.all([
    oneRow(lake, 'SELECT count(*) AS n FROM bronze.transactions'),
    oneRow(lake, 'SELECT count(*) AS n, coalesce(sum(versions), 0) AS v FROM silver.transactions'),
    oneRow(
      lake,
      `SELECT coalesce(sum(c.received), 0) AS n FROM silver.transaction_conflicts AS c
       LEFT JOIN silver.moved_transactions AS m ON ${SAME_CONFLICT}
       WHERE m.business_date IS NULL OR m.winning_date = c.business_date`,
    ),
    oneRow(
      lake,
      `SELECT count(*) AS n FROM bronze.transactions AS t
       JOIN silver.moved_transactions AS m ON ${SAME_DAY} WHERE m.winning_date <> t.business_date`,
    ),
  ]);
  return silverCounts({
    bronze: number(bronze['n']),
    silver: number(silver['n']),
    versions: number(silver['v']),
    conflicts: number(conflicts['n']),
    moved: number(moved['n']),
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

const number = (value: Value | undefined): number => Number(value ?? 0);
