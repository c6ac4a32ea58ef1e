/*
title: How the sales of a day were paid
grain: one row per business_date, currency, channel, method
key: [currency, channel, method, business_date]
domain: retail
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
warehouse: {dist: all, sort: [business_date]}
columns:
  currency: {type: varchar, about: ISO 4217 code of every amount}
  channel: {type: varchar, about: 'where it was sold: pos, web, app, branch, atm or partner'}
  method: {type: varchar, about: 'means of payment, e.g. card or cash; (unknown) for what no payment of a sale tells', checks: [not_null]}
  transactions: {type: bigint, about: 'completed sales paid by this means, wholly or in part: a sale paid by two counts in both'}
  payments: {type: bigint, about: 'payments by this means, 0 for (unknown)'}
  amount: {type: 'decimal(38,4)', about: 'what was paid by this means; for (unknown), the sales less their payments: below 0 where more was paid than sold', checks: [not_null]}
  amount_share: {type: double, about: 'part of the sales of the day, currency and channel, NULL when these are 0'}
  average_amount: {type: double, about: 'amount per sale'}
  installment_payments: {type: bigint, about: payments in more than one instalment}
  average_installments: {type: double, about: 'average number of instalments, where they are told; NULL when nowhere'}
  business_date: {type: varchar, about: business day}
sums: [{column: amount, by: currency}]
reconcile:
  about: completed sales added up again, however they were paid
  select: |
    SELECT business_date AS slice, sum(amount) AS amount
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type = 'sale'
    GROUP BY business_date
  measures: {amount: sum(amount)}
*/
WITH entries AS (
    SELECT
        business_date, source_system, transaction_id, currency, channel,
        '(unknown)' AS method, amount AS sold, CAST(NULL AS decimal(18,4)) AS paid,
        CAST(NULL AS bigint) AS installments
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type = 'sale'
    UNION ALL
    SELECT
        business_date, source_system, transaction_id, NULL, NULL,
        method, NULL, amount, installments
    FROM ${silver}.transaction_payments
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
),
shared AS (
    SELECT
        *,
        max(currency) OVER whole AS sale_currency,
        max(channel) OVER whole AS sale_channel,
        coalesce(sum(paid) OVER whole, 0) AS paid_in_all
    FROM entries
    WINDOW whole AS (PARTITION BY business_date, source_system, transaction_id)
),
-- Payments of what is no completed sale have no currency here.
parts AS (
    SELECT
        business_date, sale_currency, sale_channel, source_system, transaction_id, method,
        count(paid) AS payments,
        sum(CASE WHEN sold IS NULL THEN paid ELSE sold - paid_in_all END) AS amount,
        count(CASE WHEN installments > 1 THEN 1 END) AS installment_payments,
        count(installments) AS told_installments,
        sum(installments) AS installments
    FROM shared
    WHERE sale_currency IS NOT NULL AND (sold IS NULL OR sold <> paid_in_all)
    GROUP BY business_date, sale_currency, sale_channel, source_system, transaction_id, method
),
methods AS (
    SELECT
        business_date,
        sale_currency,
        sale_channel,
        method,
        count(*) AS transactions,
        CAST(sum(payments) AS bigint) AS payments,
        sum(amount) AS amount,
        CAST(sum(installment_payments) AS bigint) AS installment_payments,
        sum(told_installments) AS told_installments,
        sum(installments) AS installments
    FROM parts
    GROUP BY business_date, sale_currency, sale_channel, method
)
SELECT
    sale_currency AS currency,
    sale_channel AS channel,
    method,
    transactions,
    payments,
    amount,
    CAST(amount AS double) / NULLIF(
        CAST(sum(amount) OVER (PARTITION BY business_date, sale_currency, sale_channel) AS double), 0
    ) AS amount_share,
    CAST(amount AS double) / NULLIF(transactions, 0) AS average_amount,
    installment_payments,
    CAST(installments AS double) / NULLIF(told_installments, 0) AS average_installments,
    business_date
FROM methods
