/*
title: How transactions were paid
grain: one row per source_system, transaction_id, payment_number
key: [source_system, transaction_id, payment_number]
domain: shared
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
columns:
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  payment_number: {type: bigint, about: 'position of the payment within the transaction, from 1'}
  method: {type: varchar, about: 'means of payment in lower case, e.g. card, cash, voucher', checks: [not_null]}
  amount: {type: 'decimal(18,4)', about: part that was paid by this means, checks: [not_null, {between: [0, '99999999999999.9999']}]}
  installments: {type: bigint, about: 'number of instalments, NULL when the source does not tell'}
  type: {type: varchar, about: type of the transaction}
  status: {type: varchar, about: state of the transaction}
  channel: {type: varchar, about: where it happened}
  currency: {type: varchar, about: ISO 4217 code of the amount}
  store_id: {type: varchar, about: store of the transaction}
  customer_id: {type: varchar, about: 'token of the customer, NULL when anonymous'}
  business_date: {type: varchar, about: business day}
sums: [{column: amount, by: currency}]
reconcile:
  about: as many payments as the transactions list
  select: |
    SELECT business_date AS slice, sum(json_array_length(payments)) AS payments
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND payments IS NOT NULL
    GROUP BY business_date
  measures: {payments: count(*)}
*/
WITH transactions AS (
    SELECT
        source_system, transaction_id, type, status, channel, currency, store_id, customer_id,
        payments, business_date
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND payments IS NOT NULL
)
SELECT
    t.source_system,
    t.transaction_id,
    paid.payment_number,
    lower(trim(element_at(paid.payment, 'method'))) AS method,
    CAST(element_at(paid.payment, 'amount') AS decimal(18,4)) AS amount,
    TRY_CAST(element_at(paid.payment, 'installments') AS bigint) AS installments,
    t.type,
    t.status,
    t.channel,
    t.currency,
    t.store_id,
    t.customer_id,
    t.business_date
FROM transactions AS t
CROSS JOIN UNNEST(CAST(json_parse(t.payments) AS array(map(varchar, varchar)))) WITH ORDINALITY
    AS paid (payment, payment_number)
