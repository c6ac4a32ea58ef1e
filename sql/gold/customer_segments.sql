/*
title: Segments of customers by a year of shopping
grain: one row per customer_id, currency with a purchase in the 365 days that end with as_of_date
key: [customer_id, currency]
domain: retail
slice: {by: none}
refresh: weekly
warehouse: {dist: customer_id, sort: [customer_id]}
columns:
  customer_id: {type: varchar, about: token of the customer}
  currency: {type: varchar, about: ISO 4217 code of every amount; customers are compared within a currency}
  as_of_date: {type: date, about: 'newest business day of any customer, the last of the 365 days'}
  last_purchase_date: {type: date, about: business day of the last purchase}
  purchases: {type: bigint, about: purchases in the 365 days, checks: [{between: [1, 1000000000]}]}
  purchase_days: {type: bigint, about: 'frequency: different business days with a purchase', checks: [{between: [1, 365]}]}
  active_months: {type: bigint, about: different calendar months with a purchase, checks: [{between: [1, 13]}]}
  purchase_amount: {type: 'decimal(38,4)', about: what the purchases came to}
  refund_amount: {type: 'decimal(38,4)', about: what was given back in the 365 days}
  net_amount: {type: 'decimal(38,4)', about: 'value: purchases less refunds'}
  average_amount: {type: double, about: average purchase}
  value_score: {type: bigint, about: '1-5: fifth of the customers of the currency by value, 5 brings most; equals share a score', checks: [{between: [1, 5]}]}
  frequency_score: {type: bigint, about: '1-5: fifth by frequency, 5 comes most often; equals share a score', checks: [{between: [1, 5]}]}
  segment: {type: varchar, about: 'the first that fits: Premium Regular (value and frequency 5), High Value (value 5), Frequent Shopper (frequency 5), Regular (frequency 3 or more, on at least two days), else Occasional', checks: [{in_set: [Premium Regular, High Value, Frequent Shopper, Regular, Occasional]}]}
checks:
  - {id: net, expression: net_amount = purchase_amount - refund_amount, about: the value is purchases less refunds}
sums: [{column: purchase_amount, by: currency}]
reconcile:
  about: purchases of the 365 days counted again, without customers
  select: |
    SELECT
        sum(CASE WHEN date_diff('day', date(d.business_date), date(n.as_of_day)) < 365 THEN d.purchases END)
            AS purchases,
        sum(CASE WHEN date_diff('day', date(d.business_date), date(n.as_of_day)) < 365 THEN d.purchase_amount END)
            AS purchase_amount
    FROM ${gold}.customer_daily AS d
    CROSS JOIN (SELECT max(business_date) AS as_of_day FROM ${gold}.customer_daily) AS n
  measures:
    purchases: sum(purchases)
    purchase_amount: sum(purchase_amount)
*/
WITH newest AS (
    SELECT max(business_date) AS as_of_day
    FROM ${gold}.customer_daily
),
days AS (
    SELECT
        d.customer_id, d.currency, d.business_date, d.purchases, d.purchase_amount, d.refund_amount,
        n.as_of_day
    FROM ${gold}.customer_daily AS d
    CROSS JOIN newest AS n
    WHERE date_diff('day', date(d.business_date), date(n.as_of_day)) < 365
),
customers AS (
    SELECT
        customer_id,
        currency,
        as_of_day,
        max(CASE WHEN purchases > 0 THEN business_date END) AS last_purchase_day,
        CAST(sum(purchases) AS bigint) AS purchases,
        count(CASE WHEN purchases > 0 THEN 1 END) AS purchase_days,
        count(DISTINCT CASE WHEN purchases > 0 THEN substr(business_date, 1, 7) END) AS active_months,
        sum(purchase_amount) AS purchase_amount,
        sum(refund_amount) AS refund_amount
    FROM days
    GROUP BY customer_id, currency, as_of_day
),
ranked AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY currency) AS customers,
        rank() OVER (PARTITION BY currency ORDER BY purchase_amount - refund_amount) AS value_rank,
        rank() OVER (PARTITION BY currency ORDER BY purchase_days) AS frequency_rank
    FROM customers
    WHERE purchases > 0
),
scored AS (
    SELECT
        *,
        1 + CAST(floor(CAST(5 * (value_rank - 1) AS double) / NULLIF(customers, 0)) AS bigint)
            AS value_score,
        1 + CAST(floor(CAST(5 * (frequency_rank - 1) AS double) / NULLIF(customers, 0)) AS bigint)
            AS frequency_score
    FROM ranked
)
SELECT
    customer_id,
    currency,
    date(as_of_day) AS as_of_date,
    date(last_purchase_day) AS last_purchase_date,
    purchases,
    purchase_days,
    active_months,
    purchase_amount,
    refund_amount,
    purchase_amount - refund_amount AS net_amount,
    CAST(purchase_amount AS double) / NULLIF(purchases, 0) AS average_amount,
    value_score,
    frequency_score,
    CASE
        WHEN value_score = 5 AND frequency_score = 5 THEN 'Premium Regular'
        WHEN value_score = 5 THEN 'High Value'
        WHEN frequency_score = 5 THEN 'Frequent Shopper'
        WHEN frequency_score >= 3 AND purchase_days > 1 THEN 'Regular'
        ELSE 'Occasional'
    END AS segment
FROM scored
