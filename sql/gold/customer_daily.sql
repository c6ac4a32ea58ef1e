/*
title: A business day of a customer
grain: one row per business_date, customer_id, currency
key: [business_date, customer_id, currency]
domain: shared
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
columns:
  customer_id: {type: varchar, about: token of the customer; anonymous transactions are in no customer table, checks: [not_null]}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  purchases: {type: bigint, about: 'completed sales, and completed payments that leave an account'}
  purchase_amount: {type: 'decimal(38,4)', about: what the purchases came to, checks: [{between: [0, '9999999999999999999999999999999999.9999']}]}
  largest_purchase: {type: 'decimal(18,4)', about: 'largest of the purchases, NULL on a day without one'}
  digital_purchases: {type: bigint, about: purchases by web or app}
  refunds: {type: bigint, about: completed refunds}
  refund_amount: {type: 'decimal(38,4)', about: what was given back, checks: [{between: [0, '9999999999999999999999999999999999.9999']}]}
  transactions: {type: bigint, about: 'all completed transactions, whatever their type', checks: [{between: [1, 1000000000]}]}
  items: {type: bigint, about: lines on the receipts of the purchases}
  stores: {type: bigint, about: different stores of the purchases}
  first_time: {type: timestamp(3), about: 'first completed transaction of the day, UTC'}
  last_time: {type: timestamp(3), about: 'last completed transaction of the day, UTC'}
  business_date: {type: varchar, about: business day}
checks:
  - {expression: purchases + refunds <= transactions, about: purchases and refunds are transactions}
sums: [{column: purchase_amount, by: currency}, {column: refund_amount, by: currency}]
reconcile:
  about: transactions of known customers counted again from silver, without customers
  select: |
    SELECT
        business_date AS slice,
        count(*) AS transactions,
        sum(CASE
            WHEN type = 'sale' OR concat(type, '/', coalesce(direction, '')) = 'payment/debit' THEN amount
        END) AS purchase_amount,
        sum(CASE WHEN type = 'refund' THEN amount END) AS refund_amount
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND customer_id IS NOT NULL
    GROUP BY business_date
  measures:
    transactions: sum(transactions)
    purchase_amount: sum(purchase_amount)
    refund_amount: sum(refund_amount)
*/
WITH transactions AS (
    SELECT
        business_date, customer_id, currency, amount, transaction_time,
        CASE
            WHEN type = 'sale' OR type = 'payment' AND direction = 'debit' THEN 'purchase'
            ELSE type
        END AS kind,
        channel, store_id, item_count
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND customer_id IS NOT NULL
)
SELECT
    customer_id,
    currency,
    count(*) FILTER (WHERE kind = 'purchase') AS purchases,
    coalesce(sum(amount) FILTER (WHERE kind = 'purchase'), 0) AS purchase_amount,
    max(amount) FILTER (WHERE kind = 'purchase') AS largest_purchase,
    count(*) FILTER (WHERE kind = 'purchase' AND channel IN ('web', 'app')) AS digital_purchases,
    count(*) FILTER (WHERE kind = 'refund') AS refunds,
    coalesce(sum(amount) FILTER (WHERE kind = 'refund'), 0) AS refund_amount,
    count(*) AS transactions,
    CAST(coalesce(sum(item_count) FILTER (WHERE kind = 'purchase'), 0) AS bigint) AS items,
    count(DISTINCT CASE WHEN kind = 'purchase' THEN store_id END) AS stores,
    min(transaction_time) AS first_time,
    max(transaction_time) AS last_time,
    business_date
FROM transactions
GROUP BY business_date, customer_id, currency
