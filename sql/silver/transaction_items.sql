/*
title: Lines of sales and refunds
grain: one row per source_system, transaction_id, line_number
key: [source_system, transaction_id, line_number]
domain: retail
slice: {by: day, column: business_date, lookback: 0}
refresh: run
columns:
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  line_number: {type: bigint, about: 'position of the line, from 1'}
  product_id: {type: varchar, about: what was sold, checks: [not_null, {references: silver.products.product_id}]}
  quantity: {type: 'decimal(18,4)', about: 'units, weight or volume; 0 is real', checks: [not_null, {between: [0, '99999999999999.9999']}]}
  line_amount: {type: 'decimal(18,4)', about: 'what was charged, discounts off and taxes in', checks: [not_null]}
  unit_price: {type: 'decimal(18,4)', about: list price of one unit}
  unit_cost: {type: 'decimal(18,4)', about: cost of one unit as the source told it}
  discount: {type: 'decimal(18,4)', about: discount on the line}
  tax: {type: 'decimal(18,4)', about: tax in the line amount}
  margin: {type: 'decimal(18,4)', about: 'line amount less quantity x unit cost; the cost is that of the line, else that of the catalogue at the time and in the same currency; NULL when neither is known'}
  type: {type: varchar, about: sale or refund}
  status: {type: varchar, about: state of the transaction}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  store_id: {type: varchar, about: store of the transaction}
  customer_id: {type: varchar, about: 'token of the customer, NULL when anonymous'}
  business_date: {type: varchar, about: business day}
sums: [{column: line_amount, by: currency}]
reconcile:
  about: as many lines as the transactions counted when they were built
  select: |
    SELECT business_date AS slice, sum(item_count) AS lines
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
    GROUP BY business_date
  measures: {lines: count(*)}
*/
WITH transactions AS (
    SELECT
        source_system, transaction_id, transaction_time, type, status, currency, store_id,
        customer_id, items, business_date
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND item_count > 0
),
lines AS (
    SELECT
        t.source_system, t.transaction_id, t.transaction_time, t.type, t.status, t.currency,
        t.store_id, t.customer_id, t.business_date,
        line.line_number,
        element_at(line.item, 'product_id') AS product_id,
        CAST(element_at(line.item, 'quantity') AS decimal(18,4)) AS quantity,
        CAST(element_at(line.item, 'line_amount') AS decimal(18,4)) AS line_amount,
        CAST(element_at(line.item, 'unit_price') AS decimal(18,4)) AS unit_price,
        CAST(element_at(line.item, 'unit_cost') AS decimal(18,4)) AS unit_cost,
        CAST(element_at(line.item, 'discount') AS decimal(18,4)) AS discount,
        CAST(element_at(line.item, 'tax') AS decimal(18,4)) AS tax
    FROM transactions AS t
    CROSS JOIN UNNEST(CAST(json_parse(t.items) AS array(map(varchar, varchar)))) WITH ORDINALITY
        AS line (item, line_number)
),
costs AS (
    SELECT product_id, valid_from, valid_to, currency, unit_cost
    FROM ${silver}.products
    WHERE unit_cost IS NOT NULL
)
SELECT
    l.source_system,
    l.transaction_id,
    l.line_number,
    l.product_id,
    l.quantity,
    l.line_amount,
    l.unit_price,
    l.unit_cost,
    l.discount,
    l.tax,
    TRY_CAST(
        l.line_amount - CAST(l.quantity AS decimal(19,4)) * coalesce(l.unit_cost, c.unit_cost)
        AS decimal(18,4)
    ) AS margin,
    l.type,
    l.status,
    l.currency,
    l.store_id,
    l.customer_id,
    l.business_date
FROM lines AS l
LEFT JOIN costs AS c
    ON c.product_id = l.product_id AND coalesce(c.currency, l.currency) = l.currency
    AND c.valid_from <= l.transaction_time AND l.transaction_time < c.valid_to
