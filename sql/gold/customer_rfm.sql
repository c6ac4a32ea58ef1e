/*
title: Recency, frequency and value of customers
grain: one row per customer_id, currency with at least one purchase
key: [customer_id, currency]
domain: shared
slice: {by: none}
refresh: weekly
warehouse: {dist: customer_id, sort: [customer_id]}
columns:
  customer_id: {type: varchar, about: token of the customer}
  currency: {type: varchar, about: ISO 4217 code of every amount; customers are compared within a currency}
  as_of_date: {type: date, about: 'newest business day of any customer, from which recency counts'}
  first_purchase_date: {type: date, about: business day of the first purchase}
  last_purchase_date: {type: date, about: business day of the last purchase}
  recency_days: {type: bigint, about: days from the last purchase to as_of_date, checks: [{between: [0, 100000]}]}
  frequency: {type: bigint, about: purchases in all known time, checks: [{between: [1, 1000000000]}]}
  purchase_days: {type: bigint, about: different business days with a purchase}
  purchase_amount: {type: 'decimal(38,4)', about: what the purchases came to}
  refund_amount: {type: 'decimal(38,4)', about: what was given back}
  monetary: {type: 'decimal(38,4)', about: purchases less refunds}
  recency_score: {type: bigint, about: '1-5: fifth of the customers of the currency by recency, 5 bought last; equals share a score', checks: [{between: [1, 5]}]}
  frequency_score: {type: bigint, about: '1-5: fifth by frequency, 5 buys most often; equals share a score', checks: [{between: [1, 5]}]}
  monetary_score: {type: bigint, about: '1-5: fifth by monetary, 5 brings most; equals share a score', checks: [{between: [1, 5]}]}
  rfm_cell: {type: varchar, about: 'the three scores side by side, e.g. 545', checks: [{pattern: '^[1-5]{3}$'}]}
  rfm_score: {type: bigint, about: 'sum of the three scores', checks: [{between: [3, 15]}]}
  segment: {type: varchar, about: 'the first that fits: Champions (R, F and M 4 or more), Cannot Lose Them (R 2 or less, F and M 4 or more), Loyal (R 3 or more, F 4 or more), Big Spenders (R 3 or more, M 5), Potential Loyalists (R 3 or more, F 2 or 3), New (R 4 or more, F 1), At Risk (R 2 or less, F or M 3 or more), else Occasional', checks: [{in_set: [Champions, Cannot Lose Them, Loyal, Big Spenders, Potential Loyalists, New, At Risk, Occasional]}]}
checks:
  - {id: order, expression: first_purchase_date <= last_purchase_date, about: the first purchase is not after the last}
  - {id: net, expression: monetary = purchase_amount - refund_amount, about: monetary is purchases less refunds}
sums: [{column: purchase_amount, by: currency}]
reconcile:
  about: purchases of all days counted again, without customers
  select: |
    SELECT sum(purchases) AS purchases, sum(purchase_amount) AS purchase_amount
    FROM ${gold}.customer_daily
  measures:
    purchases: sum(frequency)
    purchase_amount: sum(purchase_amount)
*/
WITH newest AS (
    SELECT max(business_date) AS as_of_day
    FROM ${gold}.customer_daily
),
days AS (
    SELECT customer_id, currency, business_date, purchases, purchase_amount, refund_amount
    FROM ${gold}.customer_daily
),
customers AS (
    SELECT
        customer_id,
        currency,
        min(CASE WHEN purchases > 0 THEN business_date END) AS first_purchase_day,
        max(CASE WHEN purchases > 0 THEN business_date END) AS last_purchase_day,
        CAST(sum(purchases) AS bigint) AS frequency,
        count(CASE WHEN purchases > 0 THEN 1 END) AS purchase_days,
        sum(purchase_amount) AS purchase_amount,
        sum(refund_amount) AS refund_amount
    FROM days
    GROUP BY customer_id, currency
),
measured AS (
    SELECT
        *,
        date_diff('day', date(last_purchase_day), date(as_of_day)) AS recency_days,
        purchase_amount - refund_amount AS monetary
    FROM customers
    CROSS JOIN newest
    WHERE frequency > 0
),
ranked AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY currency) AS customers,
        rank() OVER (PARTITION BY currency ORDER BY recency_days DESC) AS recency_rank,
        rank() OVER (PARTITION BY currency ORDER BY frequency) AS frequency_rank,
        rank() OVER (PARTITION BY currency ORDER BY monetary) AS monetary_rank
    FROM measured
),
scored AS (
    SELECT
        *,
        1 + CAST(floor(CAST(5 * (recency_rank - 1) AS double) / NULLIF(customers, 0)) AS bigint) AS r,
        1 + CAST(floor(CAST(5 * (frequency_rank - 1) AS double) / NULLIF(customers, 0)) AS bigint) AS f,
        1 + CAST(floor(CAST(5 * (monetary_rank - 1) AS double) / NULLIF(customers, 0)) AS bigint) AS m
    FROM ranked
)
SELECT
    customer_id,
    currency,
    date(as_of_day) AS as_of_date,
    date(first_purchase_day) AS first_purchase_date,
    date(last_purchase_day) AS last_purchase_date,
    recency_days,
    frequency,
    purchase_days,
    purchase_amount,
    refund_amount,
    monetary,
    r AS recency_score,
    f AS frequency_score,
    m AS monetary_score,
    concat(CAST(r AS varchar), CAST(f AS varchar), CAST(m AS varchar)) AS rfm_cell,
    r + f + m AS rfm_score,
    CASE
        WHEN r >= 4 AND f >= 4 AND m >= 4 THEN 'Champions'
        WHEN r <= 2 AND f >= 4 AND m >= 4 THEN 'Cannot Lose Them'
        WHEN r >= 3 AND f >= 4 THEN 'Loyal'
        WHEN r >= 3 AND m = 5 THEN 'Big Spenders'
        WHEN r >= 3 AND f >= 2 THEN 'Potential Loyalists'
        WHEN r >= 4 THEN 'New'
        WHEN r <= 2 AND greatest(f, m) >= 3 THEN 'At Risk'
        ELSE 'Occasional'
    END AS segment
FROM scored
