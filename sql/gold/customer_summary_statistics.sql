/*
title: Customers in groups
grain: one row per currency, grouped_by, member
key: [currency, grouped_by, member]
domain: shared
slice: {by: none}
refresh: weekly
warehouse: {dist: all, sort: []}
columns:
  currency: {type: varchar, about: ISO 4217 code of every amount}
  grouped_by: {type: varchar, about: 'what the customers are grouped by: all, segment, value_tier or churn_risk', checks: [{in_set: [all, segment, value_tier, churn_risk]}]}
  member: {type: varchar, about: 'the group, all for everybody', checks: [not_null]}
  as_of_date: {type: date, about: newest business day of any customer}
  customers: {type: bigint, about: customers with at least one purchase, checks: [{between: [1, 1000000000000]}]}
  customer_share: {type: double, about: part of the customers of the currency, checks: [{between: [0, 1]}]}
  repeat_share: {type: double, about: part of the group who bought on more than one day, checks: [{between: [0, 1]}]}
  lapsed_share: {type: double, about: 'part of the group without a purchase for more than four usual gaps', checks: [{between: [0, 1]}]}
  historic_value: {type: 'decimal(38,4)', about: purchases less refunds of the group in all known time}
  value_share: {type: double, about: 'part of the historic value of the currency, NULL when that is 0'}
  predicted_value: {type: 'decimal(38,4)', about: what to expect of the group in the next 365 days}
  average_value: {type: double, about: historic value of a customer on average}
  median_value: {type: 'decimal(38,4)', about: 'historic value in the middle: sorted[floor(n / 2) + 1]'}
  p95_value: {type: 'decimal(38,4)', about: 'historic value that 95 % do not exceed: sorted[floor(0.95 n) + 1]'}
  average_purchases: {type: double, about: purchases of a customer on average}
  average_recency_days: {type: double, about: 'days from the last purchase to as_of_date, on average'}
  average_churn_score: {type: double, about: '0-100, 100 is most likely lost', checks: [{between: [0, 100]}]}
reconcile:
  about: all customers with their value, in every way of grouping
  select: |
    SELECT 4 * count(*) AS customers, 4 * sum(monetary) AS historic_value
    FROM ${gold}.customer_rfm
  measures:
    customers: sum(customers)
    historic_value: sum(historic_value)
*/
WITH rfm AS (
    SELECT customer_id, currency, as_of_date, segment, recency_days, frequency, purchase_days, monetary
    FROM ${gold}.customer_rfm
),
worth AS (
    SELECT customer_id, currency, predicted_value, value_tier
    FROM ${gold}.customer_clv
),
churn AS (
    SELECT customer_id, currency, churn_score, churn_risk, is_lapsed
    FROM ${gold}.churn_features
),
grouped AS (
    SELECT
        r.currency, r.as_of_date, r.recency_days, r.frequency, r.purchase_days, r.monetary, w.predicted_value,
        c.churn_score, c.is_lapsed, g.grouped_by,
        CASE g.grouped_by
            WHEN 'segment' THEN r.segment WHEN 'value_tier' THEN w.value_tier WHEN 'churn_risk' THEN c.churn_risk
            ELSE 'all'
        END AS member
    FROM rfm AS r
    JOIN worth AS w ON w.customer_id = r.customer_id AND w.currency = r.currency
    JOIN churn AS c ON c.customer_id = r.customer_id AND c.currency = r.currency
    CROSS JOIN UNNEST(ARRAY['all', 'segment', 'value_tier', 'churn_risk']) AS g (grouped_by)
),
sorted AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY currency, grouped_by, member ORDER BY monetary) AS place,
        count(*) OVER (PARTITION BY currency, grouped_by, member) AS size
    FROM grouped
),
totals AS (
    SELECT
        currency, grouped_by, member,
        max(as_of_date) AS as_of_date,
        count(*) AS customers,
        count(CASE WHEN purchase_days > 1 THEN 1 END) AS repeaters,
        count(CASE WHEN is_lapsed THEN 1 END) AS lapsed,
        sum(monetary) AS historic_value,
        sum(predicted_value) AS predicted_value,
        max(CASE WHEN place = floor(CAST(size AS double) / 2) + 1 THEN monetary END) AS median_value,
        max(CASE WHEN place = floor(CAST(size * 95 AS double) / 100) + 1 THEN monetary END) AS p95_value,
        sum(frequency) AS purchases,
        sum(recency_days) AS recency_days,
        sum(churn_score) AS churn_score
    FROM sorted
    GROUP BY currency, grouped_by, member
)
SELECT
    currency, grouped_by, member, as_of_date, customers,
    CAST(customers AS double) / NULLIF(sum(customers) OVER (PARTITION BY currency, grouped_by), 0) AS customer_share,
    CAST(repeaters AS double) / NULLIF(customers, 0) AS repeat_share,
    CAST(lapsed AS double) / NULLIF(customers, 0) AS lapsed_share,
    historic_value,
    CAST(historic_value AS double)
        / NULLIF(CAST(sum(historic_value) OVER (PARTITION BY currency, grouped_by) AS double), 0) AS value_share,
    predicted_value,
    CAST(historic_value AS double) / NULLIF(customers, 0) AS average_value,
    median_value, p95_value,
    CAST(purchases AS double) / NULLIF(customers, 0) AS average_purchases,
    CAST(recency_days AS double) / NULLIF(customers, 0) AS average_recency_days,
    CAST(churn_score AS double) / NULLIF(customers, 0) AS average_churn_score
FROM totals
