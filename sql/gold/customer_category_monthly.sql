/*
title: A month of a customer in a category
grain: one row per customer_id, month_start, currency, category
key: [customer_id, month_start, currency, category]
domain: retail
slice: {by: month, column: month_start, lookback: 0}
refresh: daily
columns:
  customer_id: {type: varchar, about: token of the customer; anonymous transactions are in no customer table, checks: [not_null]}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  category: {type: varchar, about: 'category of the products, unknown for products out of the catalogue', checks: [not_null]}
  lines: {type: bigint, about: lines of completed sales}
  quantity: {type: 'decimal(38,4)', about: units of completed sales less those of completed refunds}
  revenue: {type: 'decimal(38,4)', about: completed sales less completed refunds}
  month_start: {type: varchar, about: first day of the month of the business days}
sums: [{column: revenue, by: currency}]
reconcile:
  about: lines of known customers added up again from silver, without categories
  select: |
    SELECT
        CAST(date_trunc('month', date(business_date)) AS varchar) AS slice,
        count(CASE WHEN type = 'sale' THEN 1 END) AS lines,
        sum(CASE type WHEN 'refund' THEN -line_amount ELSE line_amount END) AS revenue
    FROM ${silver}.transaction_items
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund') AND customer_id IS NOT NULL
    GROUP BY 1
  measures:
    lines: sum(lines)
    revenue: sum(revenue)
*/
WITH lines AS (
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS month_start,
        customer_id, currency, product_id, type, quantity, line_amount
    FROM ${silver}.transaction_items
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund') AND customer_id IS NOT NULL
),
products AS (
    SELECT product_id, category
    FROM ${silver}.products
    WHERE is_current
)
SELECT
    l.customer_id,
    l.currency,
    coalesce(p.category, 'unknown') AS category,
    count(*) FILTER (WHERE l.type = 'sale') AS lines,
    sum(CASE l.type WHEN 'sale' THEN l.quantity ELSE -l.quantity END) AS quantity,
    sum(CASE l.type WHEN 'sale' THEN l.line_amount ELSE -l.line_amount END) AS revenue,
    l.month_start
FROM lines AS l
LEFT JOIN products AS p ON p.product_id = l.product_id
GROUP BY l.customer_id, l.currency, coalesce(p.category, 'unknown'), l.month_start
