/*
title: Invoices and credit notes with their payment, for the star schema
grain: one row per source_system, transaction_id of a sale or refund, whatever its state
key: [invoice_key]
domain: retail
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
warehouse: {dist: transaction_id, sort: [business_date]}
columns:
  invoice_key: {type: varchar, about: 'what facts name: source system and transaction id', checks: [not_null]}
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  document: {type: varchar, about: 'invoice for a sale, credit note for a refund', checks: [{in_set: [invoice, credit note]}]}
  original_invoice_key: {type: varchar, about: 'the sale that a credit note takes back, (unknown) when it names none, (none) for an invoice'}
  invoice_date: {type: date, about: business day of the sale or refund}
  channel: {type: varchar, about: 'where it happened: pos, web, app, branch, atm or partner'}
  seller_id: {type: varchar, about: 'seller on a marketplace, (none) elsewhere'}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  amount: {type: 'decimal(18,4)', about: 'what was charged, or given back: never negative', checks: [not_null]}
  payment_status: {type: varchar, about: 'PAID: completed, and its payments, if it tells any, cover it; PARTLY_PAID: they do not, or it is open and has some; OPEN: not paid yet; REFUNDED: a credit note that was paid out; CANCELLED, FAILED, REVERSED: as the source says', checks: [{in_set: [PAID, PARTLY_PAID, OPEN, REFUNDED, CANCELLED, FAILED, REVERSED]}]}
  payment_date: {type: date, about: 'day on which the source recorded that it was completed, UTC; NULL unless it is PAID or REFUNDED'}
  days_to_payment: {type: bigint, about: 'days from the invoice date to the payment date, NULL without one'}
  paid_amount: {type: 'decimal(38,4)', about: 'sum of the payments that it tells; the amount when it is completed and tells none; else 0', checks: [not_null]}
  payments: {type: bigint, about: payments that it tells}
  payment_methods: {type: varchar, about: 'their means in the order of the alphabet, e.g. card, voucher; (unknown) when it tells none'}
  installments: {type: bigint, about: 'largest number of instalments of a payment, NULL when not told'}
  business_date: {type: varchar, about: business day}
sums: [{column: amount, by: currency}]
reconcile:
  about: sales and refunds of all states counted again, with their amounts
  select: |
    SELECT business_date AS slice, count(*) AS invoices, sum(amount) AS amount
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND type IN ('sale', 'refund')
    GROUP BY business_date
  measures:
    invoices: count(*)
    amount: sum(amount)
*/
WITH transactions AS (
    SELECT
        business_date, source_system, transaction_id, original_transaction_id, type, status, channel,
        seller_id, currency, amount, event_time
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND type IN ('sale', 'refund')
),
payments AS (
    SELECT
        business_date,
        source_system,
        transaction_id,
        count(*) AS payments,
        sum(amount) AS paid_amount,
        array_join(array_sort(array_distinct(array_agg(method ORDER BY method))), ', ') AS methods,
        max(installments) AS installments
    FROM ${silver}.transaction_payments
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
    GROUP BY business_date, source_system, transaction_id
),
judged AS (
    SELECT
        t.*,
        coalesce(p.payments, 0) AS payments,
        coalesce(p.paid_amount, CASE t.status WHEN 'COMPLETED' THEN t.amount ELSE 0 END) AS paid_amount,
        coalesce(p.methods, '(unknown)') AS methods,
        p.installments,
        CASE
            WHEN t.status NOT IN ('COMPLETED', 'PENDING') THEN t.status
            WHEN t.status = 'COMPLETED' AND t.type = 'refund' THEN 'REFUNDED'
            WHEN t.status = 'COMPLETED' AND coalesce(p.paid_amount, t.amount) >= t.amount THEN 'PAID'
            WHEN t.status = 'COMPLETED' OR p.paid_amount > 0 THEN 'PARTLY_PAID'
            ELSE 'OPEN'
        END AS payment_status
    FROM transactions AS t
    LEFT JOIN payments AS p
        ON p.business_date = t.business_date AND p.source_system = t.source_system
        AND p.transaction_id = t.transaction_id
),
dated AS (
    SELECT
        *,
        CASE WHEN payment_status IN ('PAID', 'REFUNDED') THEN date(event_time) END AS payment_date
    FROM judged
)
SELECT
    concat(source_system, '/', transaction_id) AS invoice_key,
    source_system,
    transaction_id,
    CASE type WHEN 'sale' THEN 'invoice' ELSE 'credit note' END AS document,
    CASE type
        WHEN 'sale' THEN '(none)'
        ELSE coalesce(concat(source_system, '/', original_transaction_id), '(unknown)')
    END AS original_invoice_key,
    date(business_date) AS invoice_date,
    channel,
    coalesce(seller_id, '(none)') AS seller_id,
    currency,
    amount,
    payment_status,
    payment_date,
    date_diff('day', date(business_date), payment_date) AS days_to_payment,
    paid_amount,
    payments,
    methods AS payment_methods,
    installments,
    business_date
FROM dated
