import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../lambdas/shared/models/functions';
import type { BuildContext } from '../../lambdas/shared/models/build-sql';
import type { Model } from '../../lambdas/shared/models/model';
import { FUNCTIONS as ENGINE_FUNCTIONS } from '../../local/athena/function-names';
import { SPECIAL } from '../../local/athena/special-calls';
import { failingChecks } from './case';
import { hiveType, Lake, type Row } from './lake';
import { modelNamed } from './models';
import { oneModel } from '../models/model-text';

const transactions = modelNamed('silver.transactions');
const moved = modelNamed('silver.moved_transactions');
const row = (id: string, more: Row = {}): Row => ({
  source_system: 'shop',
  transaction_id: id,
  transaction_time: '2026-01-05T10:00:00.000Z',
  event_time: '2026-01-05T10:00:00.000Z',
  channel: 'web',
  type: 'sale',
  status: 'COMPLETED',
  currency: 'EUR',
  amount: '10.00',
  business_date: '2026-01-05',
  ...more,
});

describe('the audit', () => {
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
    await lake.publish(moved, await lake.build(moved, []));
  };
  /** The built table with rows as an accident would leave them. */
  const tamper = async (model: Model, build: BuildContext, select: string): Promise<void> => {
    const columns = model.columns.map(({ name, type }) => ({ name, type: hiveType(type) }));
    const rows = await lake.rows(select.replaceAll('${built}', `staging.${build.stagingTable}`));
    await lake.tables.give(lake.engine, `staging.${build.stagingTable}`, columns, rows);
  };
  const names = transactions.columns.map(({ name }) => name).join(', ');

  it('counts rows and sums, per slice', async () => {
    await give([
      row('t1'),
      row('t2', { amount: '2.5' }),
      row('t3', { currency: 'USD', business_date: '2026-01-06' }),
    ]);

    const build = await lake.build(transactions, ['2026-01-05', '2026-01-06', '2026-01-07']);
    const audit = await lake.audit(transactions, build);

    const facts = audit.filter(({ check_id: id }) => id.startsWith('#'));
    const shown = facts.map(
      ({ check_id: id, slice, failing, detail }) => `${id} ${slice} ${failing} ${detail}`,
    );
    expect(shown.sort()).toEqual([
      '#rows 2026-01-05 2 ',
      '#rows 2026-01-06 1 ',
      '#rows 2026-01-07 0 ',
      '#sum:amount:EUR 2026-01-05 0 12.5000',
      '#sum:amount:USD 2026-01-06 0 10.0000',
    ]);
  });

  it('explains an empty slice by a reconcile that passes', async () => {
    await give([row('t1')]);

    const build = await lake.build(transactions, ['2026-01-05', '2026-01-07']);
    const audit = await lake.audit(transactions, build);

    const explaining = transactions.checks.filter(({ explainsEmpty }) => explainsEmpty);
    const reconcile = audit.filter(({ check_id: id }) => id === explaining[0]?.id);
    expect(reconcile.map(({ slice, failing }) => [slice, failing]).sort()).toEqual([
      ['2026-01-05', 0],
      ['2026-01-07', 0],
    ]);
  });

  it.each([
    [
      'a row is dropped',
      `SELECT ${names} FROM \${built} WHERE transaction_id <> 't2'`,
      { 'reconcile:rows': 3 },
    ],
    [
      'a slice is lost',
      `SELECT ${names} FROM \${built} WHERE transaction_id = 'x'`,
      { 'reconcile:rows': 3 },
    ],
    [
      'a row stands twice',
      `SELECT ${names} FROM \${built} UNION ALL SELECT ${names} FROM \${built} WHERE transaction_id = 't2'`,
      { 'reconcile:rows': 3, 'unique:key': 1 },
    ],
    [
      'an amount changes',
      `SELECT ${names.replace(', amount,', ', CAST(amount + 1 AS decimal(18,4)) AS amount,')} FROM \${built}`,
      { 'reconcile:rows': 1 },
    ],
    [
      'a key is missing',
      `SELECT ${names.replace('transaction_id,', "NULLIF(transaction_id, 't2') AS transaction_id,")} FROM \${built}`,
      { 'not_null:transaction_id': 1 },
    ],
    [
      'a value is out of its set',
      `SELECT ${names.replace(' status,', " 'DONE' AS status,")} FROM \${built}`,
      { 'in_set:status': 2 },
    ],
  ])('fails when %s', async (_name, select, failing) => {
    await give([row('t1'), row('t2'), row('t2')]);
    const build = await lake.build(transactions, ['2026-01-05']);

    await tamper(transactions, build, select);

    expect(failingChecks(transactions, await lake.audit(transactions, build))).toEqual(failing);
  });

  it('finds rows that the CTAS lost in a model without a reconcile of its own', async () => {
    const model = oneModel();
    await give([row('t1'), row('t2')]);
    const build = await lake.build(model, ['2026-01-05', '2026-01-06']);
    expect(failingChecks(model, await lake.audit(model, build))).toEqual({});

    await tamper(model, build, "SELECT id, amount, business_date FROM ${built} WHERE id = 't1'");

    expect(failingChecks(model, await lake.audit(model, build))).toEqual({
      'reconcile:recount': 1,
    });
  });

  it('digests the rows that a day depends on, in no order', async () => {
    const rows = ['t1', 't2'].flatMap((id) => [
      row(id, { status: 'PENDING' }),
      row(id, {
        business_date: '2026-01-06',
        status: 'PENDING',
        event_time: '2026-01-06T10:00:00.000Z',
      }),
    ]);
    const parts = async (given: readonly Row[]) => {
      await lake.giveBronze('transactions', given);
      await lake.pin({ transactions: given.length });
      const audit = await lake.audit(moved, await lake.build(moved, []));
      return audit
        .flatMap(({ check_id: id, slice, detail }) =>
          id === '#part' ? [`${slice} ${detail}`] : [],
        )
        .sort();
    };
    const sequenced = rows.map((one, at) => ({ ...one, _sequence: at }));

    const before = await parts(sequenced);

    expect(before.map((part) => part.slice(0, 10))).toEqual(['2026-01-05', '2026-01-06']);
    expect(await parts([...sequenced].reverse())).toEqual(before);
    expect(await parts([...sequenced, row('t9')])).toEqual(before);
    expect(await parts(sequenced.slice(0, 2))).not.toEqual(before);
  });

  it('calls only functions that the laptop engine answers', () => {
    const known = new Set([
      ...ENGINE_FUNCTIONS,
      ...Object.keys(SPECIAL).map((name) => name.toLowerCase()),
    ]);

    expect([...FUNCTIONS].filter((name) => !known.has(name))).toEqual([]);
  });
});
