import type { Field, RedshiftData } from '@aws-sdk/client-redshift-data';
import { WAREHOUSE_DATABASE, warehouseName } from '../../lambdas/shared/names';
import { Failure } from '../failure';
import type { Result, Value } from '../statement';
import type { Lake } from '../target';

const FIRST_LOOK_MS = 50;
const LONGEST_LOOK_MS = 1000;

/** Names of Redshift's types as Athena has them: results of both are shown alike. */
const TYPES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  float4: 'real',
  float8: 'double',
  numeric: 'decimal',
};

/**
 * Runs one statement in the warehouse, by its Data API and with the rights that the warehouse gives to whoever asks.
 * @param maxRows stop fetching after so many
 * @throws Failure failed, with the warehouse's reason
 */
export async function askWarehouse(lake: Lake, sql: string, maxRows: number): Promise<Result> {
  const client = await lake.clients.redshiftData();
  const { Id: id } = await client.executeStatement({
    WorkgroupName: warehouseName(lake.place.env),
    Database: WAREHOUSE_DATABASE,
    Sql: sql,
  });
  if (id === undefined) throw new Failure('failed', 'the warehouse gave the statement no id');
  const tookMs = await finished(client, id);
  return { ...(await fetchRows(client, id, maxRows)), scannedBytes: 0, tookMs };
}

/** @returns milliseconds inside the warehouse */
async function finished(client: RedshiftData, id: string): Promise<number> {
  for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LONGEST_LOOK_MS)) {
    const { Status, Error: reason, Duration = 0 } = await client.describeStatement({ Id: id });
    if (Status === 'FINISHED') return Duration / 1e6;
    if (Status === 'FAILED' || Status === 'ABORTED') {
      throw new Failure('failed', `the warehouse: ${reason ?? Status}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function fetchRows(client: RedshiftData, id: string, maxRows: number) {
  const rows: (readonly Value[])[] = [];
  for (let token: string | undefined; ;) {
    const page = await client.getStatementResult({ Id: id, NextToken: token });
    rows.push(...(page.Records ?? []).map((record) => record.map(valueOf)));
    token = page.NextToken;
    if (token !== undefined && rows.length < maxRows) continue;
    const columns = (page.ColumnMetadata ?? []).map(({ name = '', typeName = '' }) => ({
      name,
      type: TYPES[typeName] ?? typeName,
    }));
    const more = token !== undefined || rows.length > maxRows;
    return { columns, rows: rows.slice(0, maxRows), more };
  }
}

const valueOf = ({ stringValue, longValue, doubleValue, booleanValue }: Field): Value =>
  stringValue ?? longValue ?? doubleValue ?? booleanValue ?? null;
