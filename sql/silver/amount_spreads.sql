/*
title: What amounts are usual on a day
grain: one row per business_date, channel, type, currency with at least 10 transactions
key: [channel, type, currency, business_date]
domain: shared
slice: {by: day, column: business_date, lookback: 0}
refresh: run
columns:
  channel: {type: varchar, about: where the transactions happened}
  type: {type: varchar, about: what they are}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  transactions: {type: bigint, about: 'different amounts of different transactions, those that other states of them claim included', checks: [{between: [10, 1000000000000]}]}
  median: {type: 'decimal(18,4)', about: 'median amount: sorted[floor(n / 2) + 1], exact', checks: [not_null]}
  spread: {type: 'decimal(18,4)', about: 'median distance from that median, exact; 0 when half of them are equal', checks: [not_null]}
  business_date: {type: varchar, about: business day}
reconcile:
  about: transactions counted again from bronze
  select: |
    SELECT business_date AS slice, sum(transactions) AS transactions
    FROM (
        SELECT
            business_date,
            count(DISTINCT concat_ws('/', CAST(_key64 AS varchar), CAST(CAST(amount AS decimal(18,4)) AS varchar)))
                AS transactions
        FROM ${bronze}.transactions
        GROUP BY business_date, channel, type, currency
    ) AS counted
    WHERE transactions >= 10
    GROUP BY business_date
  measures: {transactions: sum(transactions)}
*/
WITH amounts AS (
    SELECT business_date, channel, type, currency, CAST(amount AS decimal(18,4)) AS amount
    FROM ${bronze}.transactions
    GROUP BY business_date, channel, type, currency, _key64, CAST(amount AS decimal(18,4))
),
sorted AS (
    SELECT
        business_date, channel, type, currency, count(*) AS transactions,
        CAST(floor(CAST(count(*) AS double) / 2) AS bigint) + 1 AS middle,
        array_agg(amount ORDER BY amount) AS amounts
    FROM amounts
    GROUP BY business_date, channel, type, currency
    HAVING count(*) >= 10
),
medians AS (
    SELECT *, element_at(amounts, middle) AS median
    FROM sorted
)
SELECT
    channel,
    type,
    currency,
    transactions,
    median,
    element_at(array_sort(transform(amounts, amount -> abs(amount - median))), middle) AS spread,
    business_date
FROM medians
