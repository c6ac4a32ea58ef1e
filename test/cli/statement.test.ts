import { Athena } from '@aws-sdk/client-athena';
import { describe, expect, it } from 'vitest';
import { oneRow, statement } from '../../cli/statement';
import { asJson } from '../../cli/query';
import { answering, lakeWith } from './lake';

const COLUMNS = [
  { Name: 'n', Type: 'bigint' },
  { Name: 'amount', Type: 'decimal' },
  { Name: 'ok', Type: 'boolean' },
  { Name: 'share', Type: 'double' },
];
const dataOf = (row: readonly (string | undefined)[]) => ({
  Data: row.map((VarCharValue) => ({ VarCharValue })),
});

/** Athena that finishes at the second look and answers by pages of two rows. */
function athena(rows: readonly (readonly (string | undefined)[])[], state = 'SUCCEEDED') {
  const all = [COLUMNS.map(({ Name }) => Name), ...rows];
  let looks = 0;
  return answering(new Athena({ region: 'us-east-1' }), (command, input) => {
    if (command === 'StartQueryExecution') return { QueryExecutionId: 'q' };
    if (command === 'GetQueryExecution') {
      looks += 1;
      const Status = looks < 2 ? { State: 'RUNNING' } : { State: state, StateChangeReason: 'why' };
      return { QueryExecution: { Status, Statistics: { DataScannedInBytes: 10 } } };
    }
    const from = Number(input['NextToken'] ?? 0);
    const next = from + 2 < all.length ? String(from + 2) : undefined;
    return {
      NextToken: next,
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: COLUMNS },
        Rows: all.slice(from, from + 2).map(dataOf),
      },
    };
  });
}
const lake = (client: Athena) => lakeWith({ athena: async () => client });

describe('statement', () => {
  const rows = [
    ['1', '10.50', 'true', '0.5'],
    [undefined, undefined, 'false', 'NaN'],
    ['9007199254740993', '1', undefined, '1E3'],
  ];

  it('types what JavaScript holds exactly and leaves the rest as text', async () => {
    const result = await statement(lake(athena(rows)), 'SELECT', 100);

    expect(result.rows).toEqual([
      [1, '10.50', true, 0.5],
      [null, null, false, 'NaN'],
      ['9007199254740993', '1', null, 1000],
    ]);
    expect(result).toMatchObject({ more: false, scannedBytes: 10 });
    expect(asJson(result).rows[0]).toEqual({ n: 1, amount: '10.50', ok: true, share: 0.5 });
  });

  it('stops fetching after so many rows and says that more follow', async () => {
    const result = await statement(lake(athena(rows)), 'SELECT', 1);

    expect(result.rows).toHaveLength(1);
    expect(result.more).toBe(true);
  });

  it("fails with Athena's reason", async () => {
    await expect(statement(lake(athena([], 'FAILED')), 'SELECT', 1)).rejects.toMatchObject({
      outcome: 'failed',
      message: 'why',
    });
  });

  it('gives one row as an object', async () => {
    expect(await oneRow(lake(athena(rows)), 'SELECT')).toMatchObject({ n: 1, ok: true });
  });
});
