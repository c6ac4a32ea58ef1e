/*
title: Signs that customers leave
grain: one row per customer_id, currency with at least one purchase
key: [customer_id, currency]
domain: shared
slice: {by: none}
refresh: weekly
warehouse: {dist: customer_id, sort: [customer_id]}
columns:
  customer_id: {type: varchar, about: token of the customer}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  as_of_date: {type: date, about: 'newest business day of any customer, from which all periods count back'}
  tenure_days: {type: bigint, about: days from the first purchase to as_of_date}
  recency_days: {type: bigint, about: days from the last purchase to as_of_date}
  purchases: {type: bigint, about: purchases in all known time}
  purchase_days: {type: bigint, about: different business days with a purchase}
  purchases_30_days: {type: bigint, about: 'purchases of the newest 30 days, as_of_date included'}
  purchases_90_days: {type: bigint, about: purchases of the newest 90 days}
  purchases_90_days_before: {type: bigint, about: purchases of the 90 days before those}
  amount_90_days: {type: 'decimal(38,4)', about: what the purchases of the newest 90 days came to}
  amount_90_days_before: {type: 'decimal(38,4)', about: what the purchases of the 90 days before those came to}
  amount_365_days: {type: 'decimal(38,4)', about: what the purchases of the newest 365 days came to}
  purchase_change: {type: double, about: 'growth of purchases over the 90 days before, -1 = none any more; NULL when there were none'}
  amount_change: {type: double, about: 'growth of what they came to; NULL when it was nothing'}
  usual_gap_days: {type: double, about: 'days between two days with a purchase, on average; of all customers of the currency who came back, for one who did not yet; 365 when nobody did'}
  overdue_ratio: {type: double, about: 'days since the last purchase over the usual gap, 1 = due now'}
  refund_share: {type: double, about: 'what was given back over what was bought, NULL when that was nothing'}
  digital_share: {type: double, about: part of the purchases by web or app, checks: [{between: [0, 1]}]}
  churn_score: {type: bigint, about: '0-100: 60 for being overdue (from once the usual gap, full at four times), 25 for fewer purchases than in the 90 days before (full when none), 15 for refunds (full when half is given back)', checks: [{between: [0, 100]}]}
  churn_risk: {type: varchar, about: 'HIGH: score of 60 or more, MEDIUM: 30 or more, else LOW', checks: [{in_set: [HIGH, MEDIUM, LOW]}]}
  reason: {type: varchar, about: what weighs most in the score, checks: [not_null]}
  is_lapsed: {type: boolean, about: 'no purchase for more than four usual gaps: counted as lost'}
checks:
  - {id: windows, expression: purchases_30_days <= purchases_90_days AND purchases_90_days <= purchases, about: shorter periods hold no more purchases than longer ones}
sums: [{column: amount_365_days, by: currency}]
reconcile:
  about: every customer who bought, and all purchases of the newest 365 days
  select: |
    WITH newest AS (
        SELECT max(business_date) AS as_of_day
        FROM ${gold}.customer_daily
    )
    SELECT
        sum(d.purchases) AS purchases,
        sum(CASE
            WHEN date_diff('day', date(d.business_date), date(n.as_of_day)) < 365 THEN d.purchase_amount
        END) AS amount_365_days
    FROM ${gold}.customer_daily AS d
    CROSS JOIN newest AS n
  measures:
    purchases: sum(purchases)
    amount_365_days: sum(amount_365_days)
*/
WITH newest AS (
    SELECT max(business_date) AS as_of_day
    FROM ${gold}.customer_daily
),
days AS (
    SELECT customer_id, currency, business_date, purchases, digital_purchases, purchase_amount, refund_amount
    FROM ${gold}.customer_daily
),
aged AS (
    SELECT
        d.*, n.as_of_day,
        date_diff('day', date(d.business_date), date(n.as_of_day)) AS age
    FROM days AS d
    CROSS JOIN newest AS n
),
customers AS (
    SELECT
        customer_id,
        currency,
        date(max(as_of_day)) AS as_of_date,
        max(CASE WHEN purchases > 0 THEN age END) AS tenure_days,
        min(CASE WHEN purchases > 0 THEN age END) AS recency_days,
        CAST(sum(purchases) AS bigint) AS purchases,
        count(CASE WHEN purchases > 0 THEN 1 END) AS purchase_days,
        CAST(coalesce(sum(purchases) FILTER (WHERE age < 30), 0) AS bigint) AS purchases_30_days,
        CAST(coalesce(sum(purchases) FILTER (WHERE age < 90), 0) AS bigint) AS purchases_90_days,
        CAST(coalesce(sum(purchases) FILTER (WHERE age BETWEEN 90 AND 179), 0) AS bigint) AS purchases_90_days_before,
        coalesce(sum(purchase_amount) FILTER (WHERE age < 90), 0) AS amount_90_days,
        coalesce(sum(purchase_amount) FILTER (WHERE age BETWEEN 90 AND 179), 0) AS amount_90_days_before,
        coalesce(sum(purchase_amount) FILTER (WHERE age < 365), 0) AS amount_365_days,
        CAST(sum(digital_purchases) AS bigint) AS digital_purchases,
        CAST(sum(purchase_amount) AS double) AS purchase_amount,
        CAST(sum(refund_amount) AS double) AS refund_amount
    FROM aged
    GROUP BY customer_id, currency
),
measured AS (
    SELECT
        *,
        CAST(purchases_90_days - purchases_90_days_before AS double) / NULLIF(purchases_90_days_before, 0)
            AS purchase_change,
        CAST(amount_90_days - amount_90_days_before AS double) / NULLIF(CAST(amount_90_days_before AS double), 0)
            AS amount_change,
        coalesce(
            CAST(tenure_days - recency_days AS double) / NULLIF(purchase_days - 1, 0),
            CAST(sum(tenure_days - recency_days) OVER (PARTITION BY currency) AS double)
                / NULLIF(sum(purchase_days - 1) OVER (PARTITION BY currency), 0),
            365
        ) AS usual_gap_days,
        CAST(refund_amount AS double) / NULLIF(purchase_amount, 0) AS refund_share
    FROM customers
    WHERE purchases > 0
),
weighed AS (
    SELECT
        *,
        CAST(recency_days AS double) / NULLIF(usual_gap_days, 0) AS overdue_ratio,
        20 * least(greatest(CAST(recency_days AS double) / NULLIF(usual_gap_days, 0) - 1, 0), 3) AS overdue_part,
        25 * least(greatest(-coalesce(purchase_change, 0), 0), 1) AS fewer_part,
        30 * least(greatest(coalesce(refund_share, 0), 0), 0.5e0) AS refund_part
    FROM measured
),
scored AS (
    SELECT *, CAST(round(overdue_part + fewer_part + refund_part) AS bigint) AS churn_score
    FROM weighed
)
SELECT
    customer_id,
    currency,
    as_of_date,
    tenure_days,
    recency_days,
    purchases,
    purchase_days,
    purchases_30_days,
    purchases_90_days,
    purchases_90_days_before,
    amount_90_days,
    amount_90_days_before,
    amount_365_days,
    purchase_change,
    amount_change,
    usual_gap_days,
    overdue_ratio,
    refund_share,
    CAST(digital_purchases AS double) / NULLIF(purchases, 0) AS digital_share,
    churn_score,
    CASE WHEN churn_score >= 60 THEN 'HIGH' WHEN churn_score >= 30 THEN 'MEDIUM' ELSE 'LOW' END AS churn_risk,
    CASE
        WHEN churn_score = 0 THEN 'nothing speaks for it'
        WHEN overdue_part >= greatest(fewer_part, refund_part) THEN concat(
            'no purchase for ', CAST(recency_days AS varchar), ' days, usual are ',
            CAST(CAST(round(usual_gap_days) AS bigint) AS varchar)
        )
        WHEN fewer_part >= refund_part THEN concat(
            CAST(purchases_90_days AS varchar), ' purchases in 90 days, ',
            CAST(purchases_90_days_before AS varchar), ' in the 90 days before'
        )
        ELSE 'gives much of what is bought back'
    END AS reason,
    overdue_ratio > 4 AS is_lapsed
FROM scored
