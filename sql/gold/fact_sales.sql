/*
title: Lines of completed sales and refunds, for the star schema
grain: one row per source_system, transaction_id, line_number; line 0 is what no line carries
key: [source_system, transaction_id, line_number]
domain: retail
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
warehouse: {dist: product_key, sort: [business_date]}
# Everything adds up by plain sums: refunds are negative, and what a transaction charges beyond its lines (tax on top, a sale
# without lines) stands on its line 0. So the amounts of a day are its revenue, whatever they are grouped by.
columns:
  invoice_key: {type: varchar, about: 'the sale or refund, in gold.dim_invoice', checks: [not_null]}
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  line_number: {type: bigint, about: 'position of the line, from 1; 0 for what no line carries', checks: [{between: [0, 100000]}]}
  type: {type: varchar, about: sale or refund, checks: [{in_set: [sale, refund]}]}
  channel: {type: varchar, about: 'where it happened: pos, web, app, branch, atm or partner'}
  transaction_time: {type: timestamp(3), about: 'when it happened, UTC', checks: [not_null]}
  product_id: {type: varchar, about: 'what was sold, (none) on line 0', checks: [not_null]}
  product_key: {type: varchar, about: 'the product as it was then, in gold.dim_product; (unknown) out of the catalogue', checks: [not_null]}
  store_id: {type: varchar, about: 'where it was sold, (none) in no store', checks: [not_null]}
  store_key: {type: varchar, about: 'the store as it was then, in gold.dim_store; (unknown) when nobody told us of it', checks: [not_null]}
  customer_id: {type: varchar, about: 'token of the customer, (none) when anonymous', checks: [not_null]}
  customer_key: {type: varchar, about: 'the customer as it was then, in gold.dim_customer; (unknown) when nobody told us of it, (none) when anonymous', pii: none, checks: [not_null]}
  currency: {type: varchar, about: ISO 4217 code of every amount that is not in the reporting currency}
  quantity: {type: 'decimal(18,4)', about: 'units, weight or volume, negative when they came back; NULL on line 0'}
  unit_price: {type: 'decimal(18,4)', about: 'list price of one unit, NULL when not told'}
  amount: {type: 'decimal(18,4)', about: 'what was charged, discounts off and taxes in; negative when it was given back', checks: [not_null]}
  discount: {type: 'decimal(18,4)', about: 'discount in the amount, with its sign; NULL when not told'}
  tax: {type: 'decimal(18,4)', about: 'tax in the amount, with its sign; NULL when not told. Line 0 has the tax of the transaction that its lines do not tell'}
  margin: {type: 'decimal(18,4)', about: 'amount less the cost of the units, with its sign; NULL when the cost is unknown'}
  amount_reporting: {type: 'decimal(18,4)', about: 'amount in ${reporting_currency}, NULL without a rate of the day or the 6 before, or beyond 14 digits'}
  margin_reporting: {type: 'decimal(18,4)', about: 'margin in ${reporting_currency}, NULL without a cost or a rate'}
  business_date: {type: varchar, about: 'business day, in gold.dim_date'}
sums: [{column: amount, by: currency}]
reconcile:
  - id: transactions
    about: amounts of completed sales less refunds, added up again from transactions
    select: |
      SELECT business_date AS slice, sum(CASE type WHEN 'sale' THEN amount ELSE -amount END) AS amount
      FROM ${silver}.transactions
      WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
          AND status = 'COMPLETED' AND type IN ('sale', 'refund')
      GROUP BY business_date
    measures: {amount: sum(amount)}
  - id: lines
    about: lines of completed sales and refunds counted again, with their units
    select: |
      SELECT
          business_date AS slice, count(*) AS lines,
          sum(CASE type WHEN 'sale' THEN quantity ELSE -quantity END) AS quantity
      FROM ${silver}.transaction_items
      WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
          AND status = 'COMPLETED' AND type IN ('sale', 'refund')
      GROUP BY business_date
    measures:
      lines: count(CASE WHEN line_number > 0 THEN 1 END)
      quantity: sum(quantity)
*/
WITH entries AS (
    SELECT
        business_date, source_system, transaction_id, 0 AS line_number, type, channel,
        transaction_time, store_id, customer_id, currency, '(none)' AS product_id,
        CAST(NULL AS decimal(18,4)) AS quantity, CAST(NULL AS decimal(18,4)) AS unit_price,
        amount, CAST(NULL AS decimal(18,4)) AS discount, tax, CAST(NULL AS decimal(18,4)) AS margin
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type IN ('sale', 'refund')
    UNION ALL
    SELECT
        business_date, source_system, transaction_id, line_number, NULL, NULL,
        NULL, NULL, NULL, NULL, product_id,
        quantity, unit_price, line_amount, discount, tax, margin
    FROM ${silver}.transaction_items
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
),
-- What lines share with their transaction is read once, from line 0: lines of what is not completed find none.
shared AS (
    SELECT
        business_date, source_system, transaction_id, line_number, product_id, quantity, unit_price,
        amount, discount, tax, margin,
        max(type) OVER whole AS type,
        max(channel) OVER whole AS channel,
        max(transaction_time) OVER whole AS transaction_time,
        coalesce(max(store_id) OVER whole, '(none)') AS store_id,
        coalesce(max(customer_id) OVER whole, '(none)') AS customer_id,
        max(currency) OVER whole AS currency,
        coalesce(sum(CASE WHEN line_number > 0 THEN amount END) OVER whole, 0) AS lines_amount,
        coalesce(sum(CASE WHEN line_number > 0 THEN tax END) OVER whole, 0) AS lines_tax
    FROM entries
    WINDOW whole AS (PARTITION BY business_date, source_system, transaction_id)
),
lines AS (
    SELECT
        *,
        CASE type WHEN 'sale' THEN 1 ELSE -1 END AS sign,
        CAST(amount - CASE line_number WHEN 0 THEN lines_amount ELSE 0 END AS decimal(18,4)) AS own_amount,
        CAST(tax - CASE line_number WHEN 0 THEN lines_tax ELSE 0 END AS decimal(18,4)) AS own_tax
    FROM shared
    WHERE type IS NOT NULL
),
joined AS (
    SELECT
        l.*,
        coalesce(p.product_key, '(unknown)') AS product_key,
        coalesce(s.store_key, '(unknown)') AS store_key,
        coalesce(c.customer_key, '(unknown)') AS customer_key,
        CASE l.currency
            WHEN '${reporting_currency}' THEN CAST(1 AS decimal(20,10)) ELSE r.rate
        END AS rate
    FROM lines AS l
    LEFT JOIN ${gold}.dim_product AS p
        ON p.product_id = l.product_id
        AND l.transaction_time >= p.valid_from AND l.transaction_time < p.valid_to
    LEFT JOIN ${gold}.dim_store AS s
        ON s.store_id = l.store_id
        AND l.transaction_time >= s.valid_from AND l.transaction_time < s.valid_to
    LEFT JOIN ${gold}.dim_customer AS c
        ON c.customer_id = l.customer_id
        AND l.transaction_time >= c.valid_from AND l.transaction_time < c.valid_to
    LEFT JOIN ${silver}.reporting_rates AS r
        ON r.currency = l.currency AND r.business_date = l.business_date
    WHERE l.line_number > 0 OR l.own_amount <> 0 OR l.own_tax <> 0
)
SELECT
    concat(source_system, '/', transaction_id) AS invoice_key,
    source_system,
    transaction_id,
    line_number,
    type,
    channel,
    transaction_time,
    product_id,
    product_key,
    store_id,
    store_key,
    customer_id,
    customer_key,
    currency,
    sign * quantity AS quantity,
    unit_price,
    sign * own_amount AS amount,
    sign * discount AS discount,
    sign * own_tax AS tax,
    sign * margin AS margin,
    sign * TRY_CAST(own_amount * rate AS decimal(18,4)) AS amount_reporting,
    sign * TRY_CAST(margin * rate AS decimal(18,4)) AS margin_reporting,
    business_date
FROM joined
