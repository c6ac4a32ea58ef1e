import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAYS, random, silverOf, versions, type Silver } from './history';
import { Lake, type Row } from './lake';
import { failingChecks } from './case';
import { modelNamed } from './models';

const moved = modelNamed('silver.moved_transactions');
const transactions = modelNamed('silver.transactions');
const conflicts = modelNamed('silver.transaction_conflicts');

const shuffled = (rows: readonly Row[], seed: number): readonly Row[] => {
  const below = random(seed);
  return rows
    .map((row) => ({ row, at: below(1e9) }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
};

describe('silver, whatever the order of arrival', () => {
  let lake: Lake;
  beforeAll(async () => {
    lake = await Lake.open();
    for (const name of ['silver.reporting_rates', 'silver.amount_spreads']) {
      await lake.giveModel(modelNamed(name), []);
    }
  });
  afterAll(() => lake.close());

  const give = async (rows: readonly Row[]): Promise<void> => {
    await lake.giveBronze('transactions', rows);
    await lake.pin({ transactions: rows.length });
  };
  /** Builds the days in one statement each group, as a run would; every error check must pass. */
  const build = async (groups: readonly (readonly string[])[]): Promise<void> => {
    await lake.publish(moved, await lake.build(moved, []));
    for (const days of groups) {
      for (const model of [transactions, conflicts]) {
        const one = await lake.build(model, days);
        expect(failingChecks(model, await lake.audit(model, one))).toEqual({});
        await lake.publish(model, one);
      }
    }
  };
  const silver = async (): Promise<Silver> => {
    const key = "concat_ws('/', source_system, transaction_id)";
    const time = "concat(date_format(event_time, '%Y-%m-%dT%H:%i:%s'), '.000Z')";
    const booking =
      "concat_ws('/', CAST(CAST(amount AS bigint) AS varchar), currency, type, coalesce(account_id, ''))";
    const read = async (columns: string, table: string): Promise<readonly string[]> => {
      const rows = await lake.rows(
        `SELECT concat_ws(' ', ${columns}) AS line FROM silver.${table}`,
      );
      return rows.map(({ line }) => String(line)).sort();
    };
    return {
      winners: await read(`${key}, status, ${time}, ${booking}, business_date`, 'transactions'),
      conflicts: await read(`${key}, ${time}, ${booking}, business_date`, 'transaction_conflicts'),
    };
  };

  it.each([1, 2])('equals the rules for any permutation and repetition (seed %i)', async (seed) => {
    const rows = versions(seed, 300);

    await give(shuffled([...rows, ...rows.filter((_, at) => at % 3 === 0)], seed));
    await build([DAYS]);

    const expected = silverOf(rows);
    expect(expected.winners.length).toBeGreaterThan(300);
    expect(expected.conflicts.length).toBeGreaterThan(100);
    expect(await silver()).toEqual(expected);
  });

  it('is the same when every day is rebuilt alone, in any order', async () => {
    const seed = 6;
    const rows = versions(seed, 200);

    await give(rows);
    await build(
      shuffled(
        DAYS.map((day) => ({ day })),
        seed,
      ).map(({ day }) => [String(day)]),
    );

    expect(await silver()).toEqual(silverOf(rows));
  });

  it('is the same when rows arrive later and only touched days are rebuilt', async () => {
    const rows = versions(8, 200);
    const late = rows.filter((row) => row.business_date === DAYS[3]);
    const parts = async (): Promise<Map<string, string>> => {
      const audit = await lake.audit(moved, await lake.build(moved, []));
      const found = audit.filter(({ check_id: id }) => id === '#part');
      return new Map(found.map(({ slice, detail }) => [slice, detail]));
    };
    await give(rows.filter((row) => row.business_date !== DAYS[3]));
    await build([DAYS]);
    const before = await parts();

    await give([...rows.filter((row) => row.business_date !== DAYS[3]), ...late]);
    const after = await parts();
    const changed = DAYS.filter((day) => before.get(day) !== after.get(day));
    await build([[...new Set([DAYS[3], ...changed])]]);

    expect(changed.length).toBeGreaterThan(1);
    expect(await silver()).toEqual(silverOf(rows));
  });
});
