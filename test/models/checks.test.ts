import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHECK_KINDS, passes } from '../../lambdas/shared/models/check-kinds';
import { Lake, type Row } from '../sql/lake';
import { oneModel, problemsOf, file } from './model-text';

const COLUMNS = [
  'id: {type: varchar, about: an id}',
  "amount: {type: 'decimal(18,4)', about: an amount}",
  'business_date: {type: varchar, about: a day}',
];
const withCheck = (column: 'id' | 'amount', check: string) =>
  COLUMNS.map((line) =>
    line.startsWith(`${column}:`) ? line.replace('}', `, checks: [${check}]}`) : line,
  );
const onColumn = (column: 'id' | 'amount', check: string) => ({
  columns: withCheck(column, check),
});
const onTable = (check: string) => ({ more: ['checks:', `  - ${check}`] });

describe('a check of a header', () => {
  let lake: Lake;
  beforeAll(async () => {
    lake = await Lake.open();
  });
  afterAll(() => lake.close());

  const row = (id: string, amount: string | null, day = '2026-01-05'): Row => ({
    transaction_id: id,
    source_system: 'till',
    amount,
    business_date: day,
  });
  const ROWS = [
    row('1', '10.00'),
    row('2', '20.00'),
    row('x', '60.00'),
    row('9', '1', '2026-01-06'),
  ];

  /** Failures by slice, of the check whose id begins so. */
  async function failing(parts: Parameters<typeof oneModel>[0], id: string) {
    const model = oneModel(parts);
    await lake.giveBronze('transactions', ROWS);
    await lake.pin({ transactions: ROWS.length });
    const build = await lake.build(model, ['2026-01-05', '2026-01-06', '2026-01-07']);
    const rows = await lake.audit(model, build);
    const own = rows.filter(({ check_id: check }) => check.startsWith(id));
    return Object.fromEntries(own.map(({ slice, failing: count }) => [slice.slice(8), count]));
  }

  it('finds text that is no number', async () => {
    expect(await failing(onColumn('id', '{type: bigint}'), 'type:id')).toEqual({
      '05': 1,
      '06': 0,
      '07': 0,
    });
  });

  it('takes a declared type as proven', async () => {
    const found = await failing(onColumn('amount', "{type: 'decimal(18,4)'}"), 'type:amount');

    expect(found).toEqual({ '05': 0, '06': 0, '07': 0 });
  });

  it('looks at the mean of each slice', async () => {
    const mean = onColumn('amount', '{mean_between: [25, 35]}');

    expect(await failing(mean, 'mean_between')).toEqual({ '05': 0, '06': 1, '07': 0 });
  });

  it('is a gate on a score', async () => {
    const gate = onColumn('amount', '{score_at_least: 30}');

    expect(await failing(gate, 'score_at_least')).toEqual({ '05': 0, '06': 1, '07': 0 });
    expect(oneModel(gate).checks.find(({ kind }) => kind === 'score_at_least')?.severity).toBe(
      'error',
    );
  });

  it('compares two columns of a row', async () => {
    const columns = [
      ...COLUMNS.slice(0, 1),
      "amount: {type: 'decimal(18,4)', about: a, checks: [{greater_than: least}]}",
      'least: {type: bigint, about: b}',
      ...COLUMNS.slice(2),
    ];
    const select =
      'SELECT transaction_id AS id, CAST(amount AS decimal(18,4)) AS amount, CAST(15 AS bigint) AS least, business_date FROM ${bronze}.transactions';

    expect(await failing({ columns, select }, 'greater_than')).toEqual({
      '05': 1,
      '06': 1,
      '07': 0,
    });
  });

  it('is a query of its own', async () => {
    const query =
      'SELECT ${slice} AS slice, count(*) AS failing FROM ${built} WHERE amount > 50 GROUP BY 1';

    expect(await failing(onTable(`{custom: "${query}", id: large}`), 'large')).toEqual({
      '05': 1,
      '06': 0,
      '07': 0,
    });
  });

  it('proves that columns are there', async () => {
    expect(await failing(onTable('{column_exists: [id, amount]}'), 'column_exists')).toEqual({
      '05': 0,
      '06': 0,
      '07': 0,
    });
    expect(problemsOf(file('silver.t', onTable('{column_exists: [ids]}')))[0]).toContain(
      'names undeclared column ids',
    );
  });

  it.each([
    ['amount', '{type: varchar}', 'check type wants varchar, and the column is decimal(18,4)'],
    ['id', '{type: uuid}', 'check type needs bigint'],
    ['id', '{mean_between: [1, 2]}', 'check mean_between needs a number column'],
    ['amount', '{mean_between: [2, 1]}', 'check mean_between needs [least, most]'],
    ['id', '{score_at_least: 80}', 'check score_at_least needs a number column'],
    ['amount', '{score_at_least: high}', 'check score_at_least needs a number'],
    ['amount', '{greater_than: nothing}', 'check greater_than needs another column'],
    ['amount', '{greater_than: id}', 'check greater_than compares decimal(18,4) with varchar'],
    ['amount', '{between: [0, 9], mostly: 95}', 'mostly must be a share between 0 and 1'],
    ['amount', '{mean_between: [0, 9], mostly: 0.9}', 'unknown field'],
  ] as const)('of %s as %s is refused', (column, check, message) => {
    expect(problemsOf(file('silver.t', onColumn(column, check))).join('\n')).toContain(message);
  });

  it.each([
    ['SELECT 1 AS one', 'answers no columns slice and failing'],
    ['SELECT ${slice} AS slice, now() AS failing FROM ${built}', 'has no clock'],
    ['SELECT ${slice} AS slice, 1 AS failing FROM ${silver}.x', 'check custom reads ${silver}'],
  ])('refuses the query %s', (query, message) => {
    const found = problemsOf(file('silver.t', onTable(`{custom: "${query}"}`)));

    expect(found.join('\n')).toContain(message);
  });
});

describe('a share of rows that has to pass', () => {
  it('is kept with the check', () => {
    const [check] = oneModel(onColumn('amount', '{between: [0, 9], mostly: 0.9}')).checks.filter(
      ({ kind }) => kind === 'between',
    );

    expect(check?.mostly).toBe(0.9);
  });

  it('forgives no row more', () => {
    expect(passes({ mostly: 0.9 }, 1, 10)).toBe(true);
    expect(passes({ mostly: 0.9 }, 2, 10)).toBe(false);
    expect(passes({ mostly: 0.95 }, 5, 100)).toBe(true);
    expect(passes({}, 1, 1_000_000)).toBe(false);
    expect(passes({ mostly: 0.5 }, 1, 0)).toBe(false);
  });
});

it('every dimension of quality has a kind of check', () => {
  const dimensions = new Set(Object.values(CHECK_KINDS).map(({ dimension }) => dimension));

  expect(dimensions.size).toBe(6);
});
