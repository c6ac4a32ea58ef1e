/*
title: How many customers of a first month come back
grain: one row per cohort_month, currency and every month since, up to the newest
key: [cohort_month, currency, months_since]
domain: retail
slice: {by: none}
refresh: weekly
warehouse: {dist: all, sort: [cohort_month]}
columns:
  cohort_month: {type: varchar, about: 'month of the first purchase in the currency, its first day'}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  months_since: {type: bigint, about: 'months after the first one, 0 = the month of the first purchase', checks: [{between: [0, 1200]}]}
  activity_month: {type: varchar, about: 'the month that this is, its first day'}
  as_of_date: {type: date, about: 'newest business day of any customer: its month is the last one, and not over yet'}
  cohort_size: {type: bigint, about: customers who bought first in cohort_month, checks: [{between: [1, 100000000000]}]}
  customers: {type: bigint, about: 'those of them who bought in this month; 0 is real'}
  retention: {type: double, about: share of the cohort that bought in this month, checks: [{between: [0, 1]}]}
  purchases: {type: bigint, about: their purchases in this month}
  purchase_amount: {type: 'decimal(38,4)', about: what these came to}
checks:
  - {id: first_month_is_whole, expression: months_since > 0 OR customers = cohort_size, about: all of a cohort bought in its first month}
sums: [{column: purchase_amount, by: currency}]
reconcile:
  about: purchases of all days counted again, and customers by their purchases instead of their first month
  select: |
    SELECT
        sum(purchases) AS purchases, sum(purchase_amount) AS purchase_amount,
        count(DISTINCT CASE WHEN purchases > 0 THEN concat(customer_id, '/', currency) END) AS customers
    FROM ${gold}.customer_daily
  measures:
    purchases: sum(purchases)
    purchase_amount: sum(purchase_amount)
    customers: sum(CASE WHEN months_since = 0 THEN cohort_size ELSE 0 END)
*/
WITH days AS (
    SELECT customer_id, currency, business_date, purchases, purchase_amount
    FROM ${gold}.customer_daily
),
months AS (
    SELECT
        customer_id,
        currency,
        concat(substr(business_date, 1, 7), '-01') AS activity_month,
        max(business_date) AS last_day,
        sum(purchases) AS purchases,
        sum(purchase_amount) AS purchase_amount
    FROM days
    GROUP BY customer_id, currency, 3
),
customers AS (
    SELECT
        *,
        min(CASE WHEN purchases > 0 THEN activity_month END) OVER (PARTITION BY customer_id, currency)
            AS cohort_month
    FROM months
),
active AS (
    SELECT
        cohort_month,
        currency,
        activity_month,
        max(last_day) AS last_day,
        count(CASE WHEN purchases > 0 THEN 1 END) AS customers,
        sum(purchases) AS purchases,
        sum(purchase_amount) AS purchase_amount
    FROM customers
    GROUP BY cohort_month, currency, activity_month
),
dated AS (
    SELECT *, max(last_day) OVER () AS as_of_day
    FROM active
),
cohorts AS (
    SELECT
        cohort_month,
        currency,
        as_of_day,
        max(CASE WHEN activity_month = cohort_month THEN customers END) AS cohort_size,
        map_agg(activity_month, customers) AS customers,
        map_agg(activity_month, purchases) AS purchases,
        map_agg(activity_month, purchase_amount) AS purchase_amounts
    FROM dated
    WHERE cohort_month IS NOT NULL
    GROUP BY cohort_month, currency, as_of_day
),
-- Months in which nobody of a cohort came back have no row yet: every cohort gets all of its months.
complete AS (
    SELECT
        c.*,
        m.months_since,
        CAST(date_add('month', m.months_since, date(c.cohort_month)) AS varchar) AS activity_month
    FROM cohorts AS c
    CROSS JOIN UNNEST(sequence(0, date_diff('month', date(c.cohort_month), date(c.as_of_day))))
        AS m (months_since)
)
SELECT
    cohort_month,
    currency,
    months_since,
    activity_month,
    date(as_of_day) AS as_of_date,
    cohort_size,
    coalesce(element_at(customers, activity_month), 0) AS customers,
    CAST(coalesce(element_at(customers, activity_month), 0) AS double) / NULLIF(cohort_size, 0)
        AS retention,
    CAST(coalesce(element_at(purchases, activity_month), 0) AS bigint) AS purchases,
    coalesce(element_at(purchase_amounts, activity_month), 0) AS purchase_amount
FROM complete
