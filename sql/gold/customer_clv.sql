/*
title: What customers were worth and may be worth
grain: one row per customer_id, currency with at least one purchase
key: [customer_id, currency]
domain: shared
slice: {by: none}
refresh: weekly
warehouse: {dist: customer_id, sort: [customer_id]}
columns:
  customer_id: {type: varchar, about: token of the customer}
  currency: {type: varchar, about: ISO 4217 code of every amount; customers are compared within a currency}
  as_of_date: {type: date, about: newest business day of any customer}
  first_purchase_date: {type: date, about: business day of the first purchase}
  last_purchase_date: {type: date, about: business day of the last purchase}
  tenure_days: {type: bigint, about: days from the first purchase to as_of_date, checks: [{between: [0, 100000]}]}
  purchases: {type: bigint, about: purchases in all known time}
  historic_value: {type: 'decimal(38,4)', about: purchases less refunds in all known time}
  average_purchase: {type: double, about: average purchase before refunds}
  usual_gap_days: {type: double, about: 'days between two days with a purchase, on average; of all customers of the currency who came back, for one who did not yet; 365 when nobody did'}
  alive_probability: {type: 'decimal(7,6)', about: 'estimate that the customer will buy again: halves with every two usual gaps since the last purchase; for one who never came back times the share of customers who did', checks: [{between: [0, 1]}]}
  expected_purchase_days: {type: double, about: 'days with a purchase to expect in the next 365: their number at the usual gap, times the probability', checks: [{between: [0, 365]}]}
  predicted_value: {type: 'decimal(38,4)', about: 'what to expect in the next 365 days: the expected days at the historic value of a day with a purchase, at least 0'}
  lifetime_value: {type: 'decimal(38,4)', about: historic value and predicted value}
  value_rank: {type: bigint, about: 'place by lifetime value in the currency, 1 is worth most; equals share a place'}
  value_tier: {type: varchar, about: 'by place: Platinum the first 5 %, Gold the next 15 %, Silver the next 30 %, Bronze the rest', checks: [{in_set: [Platinum, Gold, Silver, Bronze]}]}
checks:
  - {id: lifetime, expression: lifetime_value = historic_value + predicted_value, about: a lifetime is what was and what may be}
sums: [{column: historic_value, by: currency}]
reconcile:
  about: every customer who bought, with purchases less refunds
  select: |
    SELECT count(*) AS customers, sum(purchase_amount) - sum(refund_amount) AS historic_value
    FROM ${gold}.customer_rfm
  measures:
    customers: count(*)
    historic_value: sum(historic_value)
*/
WITH rfm AS (
    SELECT
        customer_id, currency, as_of_date, first_purchase_date, last_purchase_date, recency_days, frequency,
        purchase_days, purchase_amount, monetary,
        date_diff('day', first_purchase_date, last_purchase_date) AS span_days
    FROM ${gold}.customer_rfm
),
compared AS (
    SELECT
        *,
        CAST(sum(span_days) OVER (PARTITION BY currency) AS double)
            / NULLIF(sum(purchase_days - 1) OVER (PARTITION BY currency), 0) AS gap_of_all,
        CAST(count(CASE WHEN purchase_days > 1 THEN 1 END) OVER (PARTITION BY currency) AS double)
            / NULLIF(count(*) OVER (PARTITION BY currency), 0) AS share_who_came_back
    FROM rfm
),
paced AS (
    SELECT
        *,
        coalesce(CAST(span_days AS double) / NULLIF(purchase_days - 1, 0), gap_of_all, 365) AS usual_gap_days
    FROM compared
),
-- Six digits: the last ones of a power differ between engines.
judged AS (
    SELECT
        *,
        CAST(round(
            power(0.5e0, CAST(recency_days AS double) / NULLIF(2 * usual_gap_days, 0))
            * CASE WHEN purchase_days > 1 THEN 1 ELSE share_who_came_back END, 6
        ) AS decimal(7,6)) AS alive_probability
    FROM paced
),
expected AS (
    SELECT
        *,
        CAST(alive_probability AS double) * (CAST(365 AS double) / NULLIF(usual_gap_days, 0))
            AS expected_purchase_days
    FROM judged
),
predicted AS (
    SELECT
        *,
        greatest(
            CAST(
                monetary
                * CAST(round(CAST(expected_purchase_days AS double) / NULLIF(purchase_days, 0), 9) AS decimal(18,9))
                AS decimal(38,4)
            ),
            0
        ) AS predicted_value
    FROM expected
),
ranked AS (
    SELECT
        *,
        monetary + predicted_value AS lifetime_value,
        rank() OVER (PARTITION BY currency ORDER BY monetary + predicted_value DESC) AS value_rank,
        count(*) OVER (PARTITION BY currency) AS customers
    FROM predicted
)
SELECT
    customer_id,
    currency,
    as_of_date,
    first_purchase_date,
    last_purchase_date,
    date_diff('day', first_purchase_date, as_of_date) AS tenure_days,
    frequency AS purchases,
    monetary AS historic_value,
    CAST(purchase_amount AS double) / NULLIF(frequency, 0) AS average_purchase,
    usual_gap_days,
    alive_probability,
    expected_purchase_days,
    predicted_value,
    lifetime_value,
    value_rank,
    CASE
        WHEN (value_rank - 1) * 100 < customers * 5 THEN 'Platinum'
        WHEN (value_rank - 1) * 100 < customers * 20 THEN 'Gold'
        WHEN (value_rank - 1) * 100 < customers * 50 THEN 'Silver'
        ELSE 'Bronze'
    END AS value_tier
FROM ranked
