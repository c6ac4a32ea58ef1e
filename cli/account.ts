import { archivedPositions } from './archived';
import { ledgerOf } from './medallion';
import { silverAccount } from './silver-account';
import type { SilverAccount } from './silver-account';
import { countOf, statement } from './statement';
import type { Lake } from './target';
import { claimsOf, visibleRows } from './visible';

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

export async function accountOf(lake: Lake): Promise<Account> {
  const claims = await claimsOf(ledgerOf(lake).files);
  const visible = visibleRows(claims);
  const [accepted, rejected, archived, silver, reasons] = await Promise.all([
    byDoor(lake, `bronze.transactions`, visible),
    byDoor(lake, `bronze.quarantine`, `dataset = 'transactions' AND ${visible}`),
    archivedPositions(lake, 'transactions'),
    silverAccount(lake, visible),
    reasonsOf(lake, visible),
  ]);
  const loaded = claims
    .filter(({ dataset, status }) => dataset === 'transactions' && status === 'finished')
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

/**
 * Positions, not rows: Firehose may deliver a record twice, which is no second record. The file door
 * writes each row once, but two datasets of one mapping may make records of the same row.
 */
async function byDoor(lake: Lake, table: string, where: string) {
  const { rows } = await statement(
    lake,
    `SELECT _door, count(*) AS n,
       count(DISTINCT concat(_shard, '/', _sequence, '/', CAST(_subsequence AS varchar))) AS positions
     FROM ${table} WHERE ${where} GROUP BY _door`,
    10,
  );
  const of = (door: string) => rows.find(([name]) => name === door);
  return { stream: countOf(of('stream')?.[2]), file: countOf(of('file')?.[1]) };
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
