/*
title: Sales of a day
grain: one row per business_date, currency
key: [business_date, currency]
domain: retail
slice: {by: day, column: business_date, lookback: 0}
refresh: run
warehouse: {dist: all, sort: [business_date]}
columns:
  currency: {type: varchar, about: ISO 4217 code of every amount}
  revenue: {type: 'decimal(38,4)', about: completed sales less completed refunds}
  revenue_reporting: {type: 'decimal(38,4)', about: 'revenue in ${reporting_currency}, so that currencies add up: of what has a rate; NULL when nothing has one'}
  unconverted: {type: bigint, about: sales and refunds without a rate}
  sales_amount: {type: 'decimal(38,4)', about: completed sales, checks: [{between: [0, '99999999999999.9999']}]}
  refund_amount: {type: 'decimal(38,4)', about: completed refunds, checks: [{between: [0, '99999999999999.9999']}]}
  transactions: {type: bigint, about: completed sales}
  refunds: {type: bigint, about: completed refunds}
  customers: {type: bigint, about: 'known customers who bought, anonymous ones do not count'}
  stores: {type: bigint, about: stores that sold}
  items: {type: bigint, about: lines of completed sales}
  average_amount: {type: double, about: 'average sale, NULL without a sale'}
  median_amount: {type: 'decimal(18,4)', about: 'median sale: sorted[floor(n / 2) + 1], exact'}
  p95_amount: {type: 'decimal(18,4)', about: 'sale that 95 % do not exceed: sorted[floor(0.95 n) + 1], exact'}
  top_category: {type: varchar, about: 'category that sold most, unknown for products out of the catalogue'}
  top_category_amount: {type: 'decimal(38,4)', about: sales of that category}
  quality_score:
    type: double
    about: 'average quality score of the sales and refunds, 0-100; rows without a warning that name no customer, place or lines have 40'
    checks:
      - {between: [0, 100]}
      - {score_at_least: 30, id: quality_gate, about: a day that is mostly warnings is not published}
      - {score_at_least: 80, id: quality_goal, severity: warn, about: most sales and refunds are complete}
  business_date: {type: varchar, about: business day}
sums: [{column: revenue, by: currency}]
reconcile:
  about: sales and refunds added up again from silver
  select: |
    SELECT
        business_date AS slice,
        count(DISTINCT currency) AS currencies,
        count(CASE WHEN type = 'sale' THEN 1 END) AS transactions,
        sum(CASE WHEN type = 'sale' THEN amount END) AS sales_amount,
        sum(CASE WHEN type = 'refund' THEN amount END) AS refund_amount
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund')
    GROUP BY business_date
  measures:
    currencies: count(*)
    transactions: sum(transactions)
    sales_amount: sum(sales_amount)
    refund_amount: sum(refund_amount)
*/
WITH transactions AS (
    SELECT
        business_date, currency, type, amount, amount_reporting, customer_id, store_id, item_count,
        quality_score
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund')
),
lines AS (
    SELECT business_date, currency, product_id, line_amount
    FROM ${silver}.transaction_items
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type = 'sale'
),
products AS (
    SELECT product_id, category
    FROM ${silver}.products
    WHERE is_current
),
sorted AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY business_date, currency, type ORDER BY amount) AS place,
        count(*) OVER (PARTITION BY business_date, currency, type) AS group_size
    FROM transactions
),
days AS (
    SELECT
        business_date,
        currency,
        coalesce(sum(amount) FILTER (WHERE type = 'sale'), 0) AS sales_amount,
        coalesce(sum(amount) FILTER (WHERE type = 'refund'), 0) AS refund_amount,
        sum(CASE type WHEN 'sale' THEN amount_reporting ELSE -amount_reporting END)
            AS revenue_reporting,
        count(*) - count(amount_reporting) AS unconverted,
        count(*) FILTER (WHERE type = 'sale') AS transactions,
        count(*) FILTER (WHERE type = 'refund') AS refunds,
        count(DISTINCT CASE WHEN type = 'sale' THEN customer_id END) AS customers,
        count(DISTINCT CASE WHEN type = 'sale' THEN store_id END) AS stores,
        coalesce(sum(CASE WHEN type = 'sale' THEN item_count END), 0) AS items,
        avg(CAST(quality_score AS double)) AS quality_score,
        max(CASE WHEN type = 'sale' AND place = floor(CAST(group_size AS double) / 2) + 1 THEN amount END)
            AS median_amount,
        max(CASE WHEN type = 'sale' AND place = floor(CAST(group_size * 95 AS double) / 100) + 1 THEN amount END)
            AS p95_amount
    FROM sorted
    GROUP BY business_date, currency
),
sold_products AS (
    SELECT business_date, currency, product_id, sum(line_amount) AS amount
    FROM lines
    GROUP BY business_date, currency, product_id
),
categories AS (
    SELECT
        s.business_date, s.currency, coalesce(p.category, 'unknown') AS category,
        sum(s.amount) AS amount
    FROM sold_products AS s
    LEFT JOIN products AS p ON p.product_id = s.product_id
    GROUP BY s.business_date, s.currency, coalesce(p.category, 'unknown')
),
top_categories AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY business_date, currency ORDER BY amount DESC, category
        ) AS place
    FROM categories
)
SELECT
    d.currency,
    d.sales_amount - d.refund_amount AS revenue,
    d.revenue_reporting,
    d.unconverted,
    d.sales_amount,
    d.refund_amount,
    d.transactions,
    d.refunds,
    d.customers,
    d.stores,
    d.items,
    CAST(d.sales_amount AS double) / NULLIF(d.transactions, 0) AS average_amount,
    d.median_amount,
    d.p95_amount,
    c.category AS top_category,
    c.amount AS top_category_amount,
    d.quality_score,
    d.business_date
FROM days AS d
LEFT JOIN top_categories AS c
    ON c.business_date = d.business_date AND c.currency = d.currency AND c.place = 1
