/*
title: A week of a store
grain: one row per store_id, week_start, currency
key: [store_id, week_start, currency]
domain: retail
slice: {by: week, column: week_start, lookback: 0}
refresh: daily
warehouse: {dist: all, sort: [week_start, store_id]}
columns:
  store_id: {type: varchar, about: 'store, (none) for sales that name none', checks: [{references: silver.stores.store_id}]}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  transactions: {type: bigint, about: completed sales}
  refunds: {type: bigint, about: completed refunds}
  unique_customers: {type: bigint, about: known customers who bought}
  revenue: {type: 'decimal(38,4)', about: completed sales less completed refunds}
  cost: {type: 'decimal(38,4)', about: 'cost of what was sold less what came back, as far as it is known; NULL when none is'}
  profit: {type: 'decimal(38,4)', about: 'revenue of the lines whose cost is known, less that cost; NULL when none is'}
  cost_coverage: {type: double, about: 'share of the lines whose cost is known, NULL without lines', checks: [{between: [0, 1]}]}
  products: {type: bigint, about: 'variety: different products sold'}
  average_amount: {type: double, about: 'average sale, NULL without a sale'}
  median_amount: {type: 'decimal(18,4)', about: 'median sale: sorted[floor(n / 2) + 1], exact'}
  p95_amount: {type: 'decimal(18,4)', about: 'sale that 95 % do not exceed: sorted[floor(0.95 n) + 1], exact'}
  week_start: {type: varchar, about: Monday of the week of the business days}
sums: [{column: revenue, by: currency}]
reconcile:
  about: sales and refunds added up again from silver
  select: |
    SELECT
        CAST(date_trunc('week', date(business_date)) AS varchar) AS slice,
        count(*) AS transactions,
        sum(CASE type WHEN 'refund' THEN -amount ELSE amount END) AS revenue
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund')
    GROUP BY 1
  measures:
    transactions: sum(transactions + refunds)
    revenue: sum(revenue)
*/
WITH transactions AS (
    SELECT
        CAST(date_trunc('week', date(business_date)) AS varchar) AS week_start,
        coalesce(store_id, '(none)') AS store_id, currency, type, amount, customer_id
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund')
),
lines AS (
    SELECT
        CAST(date_trunc('week', date(business_date)) AS varchar) AS week_start,
        coalesce(store_id, '(none)') AS store_id, currency, type, product_id,
        CASE type WHEN 'sale' THEN line_amount ELSE -line_amount END AS revenue,
        CASE type WHEN 'sale' THEN margin ELSE -margin END AS margin
    FROM ${silver}.transaction_items
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund')
),
sorted AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY week_start, store_id, currency, type ORDER BY amount) AS place,
        count(*) OVER (PARTITION BY week_start, store_id, currency, type) AS group_size
    FROM transactions
),
weeks AS (
    SELECT
        week_start,
        store_id,
        currency,
        count(*) FILTER (WHERE type = 'sale') AS transactions,
        count(*) FILTER (WHERE type = 'refund') AS refunds,
        count(DISTINCT CASE WHEN type = 'sale' THEN customer_id END) AS unique_customers,
        sum(CASE type WHEN 'sale' THEN amount ELSE -amount END) AS revenue,
        sum(amount) FILTER (WHERE type = 'sale') AS sales_amount,
        max(CASE WHEN type = 'sale' AND place = floor(CAST(group_size AS double) / 2) + 1 THEN amount END)
            AS median_amount,
        max(CASE WHEN type = 'sale' AND place = floor(CAST(group_size * 95 AS double) / 100) + 1 THEN amount END)
            AS p95_amount
    FROM sorted
    GROUP BY week_start, store_id, currency
),
goods AS (
    SELECT
        week_start,
        store_id,
        currency,
        count(DISTINCT CASE WHEN type = 'sale' THEN product_id END) AS products,
        sum(CASE WHEN margin IS NOT NULL THEN revenue - margin END) AS cost,
        sum(margin) AS profit,
        avg(CAST(CASE WHEN margin IS NULL THEN 0 ELSE 1 END AS double)) AS cost_coverage
    FROM lines
    GROUP BY week_start, store_id, currency
)
SELECT
    w.store_id,
    w.currency,
    w.transactions,
    w.refunds,
    w.unique_customers,
    w.revenue,
    g.cost,
    g.profit,
    g.cost_coverage,
    coalesce(g.products, 0) AS products,
    CAST(w.sales_amount AS double) / NULLIF(w.transactions, 0) AS average_amount,
    w.median_amount,
    w.p95_amount,
    w.week_start
FROM weeks AS w
LEFT JOIN goods AS g
    ON g.week_start = w.week_start AND g.store_id = w.store_id AND g.currency = w.currency
