/*
title: A month of a product
grain: one row per product_id, month_start, currency
key: [product_id, month_start, currency]
domain: retail
slice: {by: month, column: month_start, lookback: 0}
refresh: daily
warehouse: {dist: all, sort: [month_start, category]}
columns:
  product_id: {type: varchar, about: what was sold}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  name: {type: varchar, about: name on the receipt}
  department: {type: varchar, about: 'department, unknown for products out of the catalogue'}
  category: {type: varchar, about: 'category, unknown for products out of the catalogue', checks: [not_null]}
  brand: {type: varchar, about: brand}
  lines: {type: bigint, about: lines of completed sales}
  quantity: {type: 'decimal(38,4)', about: units of completed sales less those of completed refunds}
  revenue: {type: 'decimal(38,4)', about: completed sales less completed refunds}
  refund_amount: {type: 'decimal(38,4)', about: completed refunds}
  margin: {type: 'decimal(38,4)', about: 'revenue less cost, of the lines whose cost is known; NULL when none is'}
  customers: {type: bigint, about: known customers who bought it}
  rank_in_category: {type: bigint, about: 'place by revenue in its category, 1 sells most; equals share a place', checks: [{between: [1, 1000000000]}]}
  revenue_share: {type: double, about: 'part of the revenue of the month and currency, NULL when that is 0'}
  abc_class: {type: varchar, about: 'A: the products that make the first 80 % of revenue, B: the next 15 %, C: the rest', checks: [{in_set: [A, B, C]}]}
  month_start: {type: varchar, about: first day of the month of the business days}
sums: [{column: revenue, by: currency}]
reconcile:
  about: lines added up again from silver
  select: |
    SELECT
        CAST(date_trunc('month', date(business_date)) AS varchar) AS slice,
        count(CASE WHEN type = 'sale' THEN 1 END) AS lines,
        sum(CASE type WHEN 'refund' THEN -line_amount ELSE line_amount END) AS revenue
    FROM ${silver}.transaction_items
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund')
    GROUP BY 1
  measures:
    lines: sum(lines)
    revenue: sum(revenue)
*/
WITH lines AS (
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS month_start,
        product_id, currency, type, quantity, line_amount, margin, customer_id
    FROM ${silver}.transaction_items
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund')
),
products AS (
    SELECT product_id, name, department, category, brand
    FROM ${silver}.products
    WHERE is_current
),
months AS (
    SELECT
        month_start,
        product_id,
        currency,
        count(*) FILTER (WHERE type = 'sale') AS lines,
        sum(CASE type WHEN 'sale' THEN quantity ELSE -quantity END) AS quantity,
        sum(CASE type WHEN 'sale' THEN line_amount ELSE -line_amount END) AS revenue,
        coalesce(sum(line_amount) FILTER (WHERE type = 'refund'), 0) AS refund_amount,
        sum(CASE type WHEN 'sale' THEN margin ELSE -margin END) AS margin,
        count(DISTINCT CASE WHEN type = 'sale' THEN customer_id END) AS customers
    FROM lines
    GROUP BY month_start, product_id, currency
),
described AS (
    SELECT
        m.month_start, m.product_id, m.currency, m.lines, m.quantity, m.revenue, m.refund_amount,
        m.margin, m.customers, p.name, p.brand,
        coalesce(p.department, 'unknown') AS department,
        coalesce(p.category, 'unknown') AS category
    FROM months AS m
    LEFT JOIN products AS p ON p.product_id = m.product_id
),
ranked AS (
    SELECT
        *,
        rank() OVER (PARTITION BY month_start, currency, category ORDER BY revenue DESC)
            AS rank_in_category,
        sum(greatest(revenue, 0)) OVER (PARTITION BY month_start, currency) AS total_revenue,
        sum(greatest(revenue, 0)) OVER (
            PARTITION BY month_start, currency
            ORDER BY revenue DESC, product_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) - greatest(revenue, 0) AS revenue_before
    FROM described
)
SELECT
    product_id,
    currency,
    name,
    department,
    category,
    brand,
    lines,
    quantity,
    revenue,
    refund_amount,
    margin,
    customers,
    rank_in_category,
    CAST(revenue AS double) / NULLIF(CAST(total_revenue AS double), 0) AS revenue_share,
    CASE
        WHEN revenue_before * 100 < total_revenue * 80 THEN 'A'
        WHEN revenue_before * 100 < total_revenue * 95 THEN 'B'
        ELSE 'C'
    END AS abc_class,
    month_start
FROM ranked
