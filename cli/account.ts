import { archivedPositions } from './archived';
import { ledgerOf } from './medallion';
import { silverAccount } from './silver-account';
import type { SilverAccount } from './silver-account';
import { countOf, statement } from './statement';
import { STREAMED } from './stream-named';
import type { Lake } from './target';
import { claimsOf, visibleRows } from './visible';

/** Where every received transaction is, and every record of the other streams. */
export interface Account extends DatasetAccount {
  /** Absent before the first run. */
  readonly silver?: SilverAccount;
  readonly reasons: Readonly<Record<string, number>>;
  /** By bronze table: what comes by other streams than that of transactions. */
  readonly others: Readonly<Record<string, DatasetAccount>>;
}
export interface DatasetAccount {
  readonly stream: DoorAccount;
  readonly file: DoorAccount;
}
export interface DoorAccount {
  /** Records by the archive (stream) or by the claims (files); null when the archive is too large to be counted here. */
  readonly received: number | null;
  readonly accepted: number;
  readonly rejected: number;
  readonly balanced: boolean | null;
}

const TABLES = STREAMED.map(({ table }) => table);
const MAIN = 'transactions';

export async function accountOf(lake: Lake): Promise<Account> {
  const claims = await claimsOf(ledgerOf(lake).files);
  const visible = visibleRows(claims);
  const [accepted, rejected, archived, silver, reasons] = await Promise.all([
    acceptedByDoor(lake, visible),
    rejectedByDoor(lake, visible),
    Promise.all(TABLES.map((table) => archivedPositions(lake, table))),
    silverAccount(lake, visible),
    reasonsOf(lake, visible),
  ]);
  const accounts = TABLES.map((table, at): [string, DatasetAccount] => {
    const loaded = claims
      .filter(({ dataset, status }) => dataset === table && status === 'finished')
      .reduce((sum, { received = 0 }) => sum + received, 0);
    const [took, refused] = [accepted(table), rejected(table)];
    return [
      table,
      {
        stream: doorAccount(archived[at] ?? null, took.stream, refused.stream),
        file: doorAccount(loaded, took.file, refused.file),
      },
    ];
  });
  const { [MAIN]: main = NOTHING, ...others } = Object.fromEntries(accounts);
  return { ...main, ...(silver ? { silver } : {}), reasons, others };
}

const doorAccount = (received: number | null, accepted: number, rejected: number): DoorAccount => ({
  received,
  accepted,
  rejected,
  balanced: received === null ? null : received === accepted + rejected,
});

const NOTHING: DatasetAccount = { stream: doorAccount(0, 0, 0), file: doorAccount(0, 0, 0) };

type ByDoor = (table: string) => { readonly stream: number; readonly file: number };

/**
 * Positions, not rows: Firehose may deliver a record twice, which is no second record. The file door
 * writes each row once, but two datasets of one mapping may make records of the same row.
 */
const COUNTS = `_door, count(*) AS n,
  count(DISTINCT concat(_shard, '/', _sequence, '/', CAST(_subsequence AS varchar))) AS positions`;

const acceptedByDoor = (lake: Lake, visible: string): Promise<ByDoor> =>
  byDoor(
    lake,
    TABLES.map(
      (table) =>
        `SELECT '${table}' AS dataset, ${COUNTS} FROM bronze.${table} WHERE ${visible} GROUP BY _door`,
    ).join(' UNION ALL '),
  );

const rejectedByDoor = (lake: Lake, visible: string): Promise<ByDoor> =>
  byDoor(
    lake,
    `SELECT dataset, ${COUNTS} FROM bronze.quarantine WHERE ${visible} GROUP BY dataset, _door`,
  );

async function byDoor(lake: Lake, sql: string): Promise<ByDoor> {
  const { rows } = await statement(lake, sql, 100);
  return (table) => {
    const of = (door: string) => rows.find(([name, by]) => name === table && by === door);
    return { stream: countOf(of('stream')?.[3]), file: countOf(of('file')?.[2]) };
  };
}

async function reasonsOf(lake: Lake, where: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await statement(
    lake,
    `SELECT reason_codes, count(*) AS n FROM bronze.quarantine WHERE ${where}
     GROUP BY reason_codes ORDER BY n DESC, reason_codes`,
    100,
  );
  return Object.fromEntries(rows.map(([codes, n]) => [String(codes), countOf(n)]));
}
