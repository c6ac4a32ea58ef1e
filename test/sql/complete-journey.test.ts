import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slicesBetween } from '../../lambdas/shared/models/slices';
import { Lake } from './lake';
import { models } from './models';

const FOLDER = resolve('../shared/data/complete-journey');
const isThere = existsSync(`${FOLDER}/answers.json`);
if (!isThere) console.log('SKIP Complete Journey: ../shared/data/complete-journey is absent');

type Answer = Readonly<Record<string, string>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const asText = (value: unknown): readonly Answer[] =>
  isObject(value)
    ? [Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]))]
    : [];

/** Every answer by name, as a list of rows of texts. */
function readAnswers(): ReadonlyMap<string, readonly Answer[]> {
  const all: unknown = JSON.parse(readFileSync(`${FOLDER}/answers.json`, 'utf8'));
  return new Map(
    Object.entries(isObject(all) ? all : {}).map(([name, rows]) => [
      name,
      Array.isArray(rows) ? rows.flatMap(asText) : asText(rows),
    ]),
  );
}

/** Bronze as the file door would write it, made by DuckDB straight from the CSV. */
const BRONZE = `
INSERT INTO main."bronze.transactions" BY NAME
SELECT basket AS transaction_id, 'complete-journey' AS source_system, stamp AS transaction_time, stamp AS event_time,
  'pos' AS channel, 'sale' AS type, 'COMPLETED' AS status, 'USD' AS currency, CAST(amount AS VARCHAR) AS amount,
  store_id, household_id AS customer_id, CAST(items AS VARCHAR) AS items, left(stamp, 10) AS business_date,
  '2026-01-01T00:00:00.000Z' AS _ingested_at, 'file' AS _door, 'abc' AS _shard, lpad('0', 56, '0') AS _sequence,
  row_number() OVER () AS _subsequence, hash(basket)::HUGEINT % 9223372036854775807 AS _key64, 'ok' AS data_quality_flag,
  's3://given/bronze.transactions/0' AS "$path"
FROM (
  SELECT basket_id::VARCHAR AS basket, any_value(store_id::VARCHAR) AS store_id, any_value(household_id::VARCHAR) AS household_id,
    any_value(strftime(transaction_timestamp::TIMESTAMP, '%Y-%m-%dT%H:%M:%S.000Z')) AS stamp,
    sum(sales_value::DECIMAL(18,2)) AS amount,
    to_json(list({product_id: product_id::VARCHAR, quantity: quantity::DECIMAL(18,2)::VARCHAR, line_amount: sales_value::DECIMAL(18,2)::VARCHAR})) AS items
  FROM read_csv('${FOLDER}/transactions_sample.csv.gz', all_varchar = true) GROUP BY basket_id
);
INSERT INTO main."bronze.products" BY NAME
SELECT product_id, department, product_category AS category, brand, manufacturer_id, package_size,
  '2026-01-01T00:00:00.000Z' AS _ingested_at, 'file' AS _door, 'abc' AS _shard, lpad('0', 56, '0') AS _sequence,
  row_number() OVER () AS _subsequence, 's3://given/bronze.products/0' AS "$path"
FROM read_csv('${FOLDER}/products.csv.gz', all_varchar = true);`;

describe.skipIf(!isThere)('Complete Journey', () => {
  let lake: Lake;
  const answers = isThere ? readAnswers() : new Map<string, readonly Answer[]>();
  const failing: string[] = [];

  beforeAll(async () => {
    lake = await Lake.open();
    for (const table of ['transactions', 'products', 'stores']) await lake.giveBronze(table, []);
    await lake.pin({ transactions: 1, products: 1 });
    for (const statement of BRONZE.split(';\n')) await lake.engine.raw(statement);
    for (const model of models) {
      const all = slicesBetween(model.slice.by, { start: '2017-01-01', end: '2018-01-02' });
      for (let at = 0; at < all.length; at += 100) {
        const build = await lake.build(model, all.slice(at, at + 100));
        const audit = await lake.audit(model, build);
        const errors = new Set(
          model.checks.flatMap(({ id, severity }) => (severity === 'error' ? [id] : [])),
        );
        failing.push(
          ...audit.flatMap(({ check_id: id, failing: count }) =>
            count > 0 && errors.has(id) ? [`${model.name} ${id}`] : [],
          ),
        );
        await lake.publish(model, build);
      }
    }
  }, 300_000);
  afterAll(() => lake?.close());

  const equals = async (name: string, sql: string): Promise<void> => {
    const rows = await lake.rows(sql);
    const wanted = answers.get(name) ?? [];
    expect(wanted.length).toBeGreaterThan(0);
    expect(rows).toEqual(wanted);
  };

  it('passes every error check', () => {
    expect(failing).toEqual([]);
  });

  it('has the totals', async () => {
    const [row] = await lake.rows(`
      SELECT
        (SELECT count(*) FROM silver.transaction_items) AS lines,
        (SELECT count(*) FROM silver.transactions) AS transactions,
        (SELECT count(DISTINCT customer_id) FROM silver.transactions) AS customers,
        (SELECT count(DISTINCT store_id) FROM silver.transactions) AS stores,
        (SELECT count(DISTINCT product_id) FROM silver.transaction_items) AS products,
        (SELECT sum(amount) FROM silver.transactions) AS amount,
        (SELECT sum(quantity) FROM silver.transaction_items) AS quantity`);

    expect(row).toEqual(answers.get('totals')?.[0]);
  });

  it('has every sampled day', () =>
    equals(
      'by_day_sample',
      `SELECT business_date AS day, transactions, customers, stores, CAST(revenue AS decimal(18,4)) AS amount
       FROM gold.daily_sales_summary WHERE substr(business_date, 9) = '15' ORDER BY business_date`,
    ));

  it('has every month', () =>
    equals(
      'by_month',
      `SELECT substr(month_start, 1, 7) AS month, sum(transactions) AS transactions, count(*) AS customers,
         sum(total_amount) AS amount
       FROM gold.customer_monthly_summary GROUP BY month_start ORDER BY month_start`,
    ));

  it('has the best weeks of stores', () =>
    equals(
      'store_week_top20',
      `SELECT store_id, week_start, transactions, unique_customers AS customers, products, revenue
       FROM (SELECT store_id, week_start, transactions, unique_customers, products, revenue,
               row_number() OVER (ORDER BY revenue DESC, store_id, week_start) AS place
             FROM gold.store_weekly_performance) AS ranked
       WHERE place <= 20 ORDER BY place`,
    ));

  it('has the departments', () =>
    equals(
      'department_top15',
      `SELECT department, lines, revenue
       FROM (SELECT department, sum(lines) AS lines, sum(revenue) AS revenue,
               row_number() OVER (ORDER BY sum(revenue) DESC) AS place
             FROM gold.product_performance GROUP BY department) AS ranked
       WHERE place <= 15 ORDER BY place`,
    ));

  it('has the products', () =>
    equals(
      'product_top20',
      `SELECT product_id, lines, quantity, revenue
       FROM (SELECT product_id, sum(lines) AS lines, sum(quantity) AS quantity, sum(revenue) AS revenue,
               row_number() OVER (ORDER BY sum(revenue) DESC, product_id) AS place
             FROM gold.product_performance GROUP BY product_id) AS ranked
       WHERE place <= 20 ORDER BY place`,
    ));

  it('has the customers', () =>
    equals(
      'customer_top20',
      `SELECT household_id, transactions, active_days, amount,
         date_format(first_time, '%Y-%m-%dT%H:%i:%sZ') AS first_time, date_format(last_time, '%Y-%m-%dT%H:%i:%sZ') AS last_time
       FROM (SELECT customer_id AS household_id, sum(transactions) AS transactions, sum(active_days) AS active_days,
               sum(total_amount) AS amount, min(first_time) AS first_time, max(last_time) AS last_time,
               row_number() OVER (ORDER BY sum(total_amount) DESC, customer_id) AS place
             FROM gold.customer_monthly_summary GROUP BY customer_id) AS ranked
       WHERE place <= 20 ORDER BY place`,
    ));
});
