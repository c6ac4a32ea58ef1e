import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadFile } from '../../cli/load-file';
import { ownJson } from '../../lambdas/shared/own-json';
import { answersOf, distances, exactOf, NEAR, type Ask } from '../answers/support';
import { Laptop } from './laptop';
import type { Row } from './laptop';

const JOURNEY = resolve('../shared/data/complete-journey');
const isThere = existsSync(`${JOURNEY}/answers.json`);
if (!isThere) console.log('SKIP real data: ../shared/data is absent');

type Answers = Readonly<Record<string, Row | readonly Row[]>>;

/** Known answers to the same question in SQL. Customers are tokens here: their rank stands for them. */
const QUESTIONS: Readonly<Record<string, string>> = {
  totals: `
    SELECT
      (SELECT count(*) FROM silver.transaction_items) AS lines,
      count(*) AS transactions, count(DISTINCT customer_id) AS customers,
      count(DISTINCT store_id) AS stores,
      (SELECT count(DISTINCT product_id) FROM silver.transaction_items) AS products,
      sum(amount) AS amount,
      (SELECT sum(quantity) FROM silver.transaction_items) AS quantity
    FROM silver.transactions`,
  oddities: `
    SELECT count_if(quantity = 0) AS zero_quantity_lines,
      (SELECT count(*) FROM silver.transactions WHERE amount = 0) AS zero_amount_transactions,
      count_if(p.product_id IS NULL) AS lines_with_unknown_product, max(quantity) AS largest_quantity
    FROM silver.transaction_items AS i
    LEFT JOIN silver.products AS p ON p.product_id = i.product_id AND p.is_current`,
  by_month: `
    SELECT substr(month_start, 1, 7) AS month, sum(transactions) AS transactions,
      count(*) AS customers, sum(total_amount) AS amount
    FROM gold.customer_monthly_summary
    GROUP BY month_start ORDER BY month_start`,
  by_day_sample: `
    SELECT business_date AS day, transactions, customers, stores, CAST(revenue AS decimal(18,4)) AS amount
    FROM gold.daily_sales_summary WHERE business_date LIKE '2017-__-15' ORDER BY business_date`,
  store_week_top20: `
    SELECT store_id, week_start, transactions, unique_customers AS customers, products, revenue
    FROM gold.store_weekly_performance
    ORDER BY revenue DESC, store_id, week_start LIMIT 20`,
  department_top15: `
    SELECT department, sum(lines) AS lines, sum(revenue) AS revenue
    FROM gold.product_performance
    GROUP BY department ORDER BY sum(revenue) DESC LIMIT 15`,
  product_top20: `
    SELECT product_id, sum(lines) AS lines, sum(quantity) AS quantity, sum(revenue) AS revenue
    FROM gold.product_performance
    GROUP BY product_id ORDER BY sum(revenue) DESC, product_id LIMIT 20`,
  customer_top20: `
    SELECT sum(transactions) AS transactions, sum(active_days) AS active_days, sum(total_amount) AS amount,
      date_format(min(first_time), '%Y-%m-%dT%H:%i:%sZ') AS first_time,
      date_format(max(last_time), '%Y-%m-%dT%H:%i:%sZ') AS last_time
    FROM gold.customer_monthly_summary
    GROUP BY customer_id ORDER BY sum(total_amount) DESC LIMIT 20`,
  cohort_customers_active: `
    SELECT substr(first_month, 1, 7) AS cohort,
      date_diff('month', date(first_month), date(month_start)) AS month_number, count(*) AS customers
    FROM (
      SELECT customer_id, month_start, min(month_start) OVER (PARTITION BY customer_id) AS first_month
      FROM gold.customer_monthly_summary
    ) AS months
    GROUP BY first_month, date_diff('month', date(first_month), date(month_start)) ORDER BY 1, 2`,
};

const { tables } = answersOf('complete-journey');

describe.skipIf(!isThere)('real purchases through the file door and the pipeline', () => {
  let laptop: Laptop;

  beforeAll(async () => {
    laptop = await Laptop.make();
    await laptop.up();
    const files = [
      [`${JOURNEY}/transactions_sample.csv.gz`, 'complete-journey', 'transactions'],
      [`${JOURNEY}/products.csv.gz`, 'complete-journey', 'products'],
    ] as const;
    for (const [file, source, dataset] of files) {
      const loaded = await loadFile(laptop.served, { file, source, dataset });
      expect(loaded).toMatchObject({ status: 'loaded', rejected: 0 });
    }
    const run = await laptop.run();
    expect(run.status, run.cause).toBe('SUCCEEDED');
  }, 600_000);
  afterAll(async () => laptop?.remove());

  it.each(Object.keys(QUESTIONS))(
    'equals the known answers of Complete Journey: %s',
    async (name) => {
      const known = ownJson<Answers>(
        readFileSync(`${JOURNEY}/answers.json`, 'utf8'),
        'answers.json',
      );
      const wanted = [known[name] ?? []]
        .flat()
        .map((row) =>
          Object.fromEntries(Object.entries(row).filter(([key]) => key !== 'household_id')),
        );

      const rows = await laptop.query(QUESTIONS[name] ?? '');

      expect(wanted.length).toBeGreaterThan(0);
      expect(rows).toEqual(wanted);
    },
  );

  it.each(Object.entries(tables))(
    'equals what pandas made of the same files: %s',
    async (table, answer) => {
      const ask: Ask = (sql) => laptop.query(sql);
      const { rows, sums, counts, digest } = answer;

      const far = await distances(ask, table, answer);

      expect(Object.entries(far).filter(([, distance]) => distance > NEAR)).toEqual([]);
      expect(await exactOf(ask, table, answer)).toEqual({ rows, sums, counts, digest });
    },
  );
});
