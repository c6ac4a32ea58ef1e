/*
title: What moved the stock of a product in a store on a day
grain: one row per business_date, product_id, store_id with a movement
key: [product_id, store_id, business_date]
domain: retail
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
warehouse: {dist: product_key, sort: [business_date]}
columns:
  product_id: {type: varchar, about: whose stock moved, checks: [not_null]}
  store_id: {type: varchar, about: store or warehouse, checks: [not_null]}
  product_key: {type: varchar, about: 'the product as it was when the day closed, in gold.dim_product; (unknown) out of the catalogue', checks: [not_null]}
  store_key: {type: varchar, about: 'the store as it was when the day closed, in gold.dim_store; (unknown) when nobody told us of it', checks: [not_null]}
  movements: {type: bigint, about: movements of the day, checks: [{between: [1, 1000000000]}]}
  received: {type: 'decimal(38,4)', about: units from suppliers}
  sold: {type: 'decimal(38,4)', about: units that left by sales}
  returned: {type: 'decimal(38,4)', about: units that customers brought back}
  transferred: {type: 'decimal(38,4)', about: 'units from other stores less units to them'}
  written_off: {type: 'decimal(38,4)', about: 'units that were broken, stolen or past their date'}
  corrected: {type: 'decimal(38,4)', about: 'what counts and adjustments changed, either way'}
  net_change: {type: 'decimal(38,4)', about: all of it, checks: [not_null]}
  closing_stock: {type: 'decimal(38,4)', about: 'stock at the end of the day: what the last movement that tells it told, and the changes after it; NULL when none of the day tells it'}
  business_date: {type: varchar, about: business day of the movements}
checks:
  - {id: adds_up, expression: net_change = received - sold + returned + transferred - written_off + corrected, about: the kinds of movements make up the change}
sums: [{column: net_change}]
reconcile:
  about: movements added up again from silver, whatever their kind
  select: |
    SELECT business_date AS slice, count(*) AS movements, sum(quantity) AS net_change
    FROM ${silver}.stock_movements
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
    GROUP BY business_date
  measures:
    movements: sum(movements)
    net_change: sum(net_change)
*/
WITH movements AS (
    SELECT
        business_date, product_id, store_id, type, quantity, stock_after, movement_time,
        -- Later movements have later positions: those of the day that last told the stock count from there.
        row_number() OVER (
            PARTITION BY business_date, product_id, store_id
            ORDER BY movement_time, event_time, source_system, movement_id
        ) AS place
    FROM ${silver}.stock_movements
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
),
told AS (
    SELECT
        *,
        max(CASE WHEN stock_after IS NOT NULL THEN place END) OVER (
            PARTITION BY business_date, product_id, store_id
        ) AS told_place
    FROM movements
),
days AS (
    SELECT
        business_date,
        product_id,
        store_id,
        max(movement_time) AS last_time,
        count(*) AS movements,
        sum(CASE type WHEN 'receipt' THEN quantity ELSE 0 END) AS received,
        sum(CASE type WHEN 'sale' THEN -quantity ELSE 0 END) AS sold,
        sum(CASE type WHEN 'return' THEN quantity ELSE 0 END) AS returned,
        sum(CASE WHEN type IN ('transfer_in', 'transfer_out') THEN quantity ELSE 0 END) AS transferred,
        sum(CASE type WHEN 'write_off' THEN -quantity ELSE 0 END) AS written_off,
        sum(CASE WHEN type IN ('adjustment', 'count') THEN quantity ELSE 0 END) AS corrected,
        sum(quantity) AS net_change,
        sum(CASE WHEN place = told_place THEN stock_after WHEN place > told_place THEN quantity END)
            AS closing_stock
    FROM told
    GROUP BY business_date, product_id, store_id
)
SELECT
    d.product_id,
    d.store_id,
    coalesce(p.product_key, '(unknown)') AS product_key,
    coalesce(s.store_key, '(unknown)') AS store_key,
    d.movements,
    d.received,
    d.sold,
    d.returned,
    d.transferred,
    d.written_off,
    d.corrected,
    d.net_change,
    d.closing_stock,
    d.business_date
FROM days AS d
LEFT JOIN ${gold}.dim_product AS p
    ON p.product_id = d.product_id AND d.last_time >= p.valid_from AND d.last_time < p.valid_to
LEFT JOIN ${gold}.dim_store AS s
    ON s.store_id = d.store_id AND d.last_time >= s.valid_from AND d.last_time < s.valid_to
