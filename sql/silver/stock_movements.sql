/*
title: Movements of stock, typed and deduplicated
grain: one row per source_system, movement_id and business day, in its newest state
key: [source_system, movement_id, business_date]
domain: retail
slice: {by: day, column: business_date, lookback: 0}
refresh: run
columns:
  source_system: {type: varchar, about: system that recorded the movement}
  movement_id: {type: varchar, about: the movement within its source system}
  movement_time: {type: timestamp(3), about: 'when the stock changed, UTC', checks: [not_null]}
  event_time: {type: timestamp(3), about: 'when this state was recorded, UTC', checks: [not_null]}
  type: {type: varchar, about: 'why it changed: receipt, return, transfer_in, sale, transfer_out, write_off, adjustment or count', checks: [{in_set: [receipt, return, transfer_in, sale, transfer_out, write_off, adjustment, count]}]}
  product_id: {type: varchar, about: product whose stock changed, checks: [not_null, {references: silver.products.product_id}]}
  store_id: {type: varchar, about: store or warehouse whose stock changed, checks: [not_null, {references: silver.stores.store_id}]}
  quantity: {type: 'decimal(18,4)', about: 'change of the stock, negative when it left', checks: [not_null]}
  stock_after: {type: 'decimal(18,4)', about: 'stock after the movement as the source told it; for a count, what was counted'}
  unit_cost: {type: 'decimal(18,4)', about: cost of one unit}
  currency: {type: varchar, about: ISO 4217 code of the cost}
  other_store_id: {type: varchar, about: the other end of a transfer}
  transaction_id: {type: varchar, about: sale or refund that moved the stock}
  supplier_id: {type: varchar, about: who delivered}
  lot: {type: varchar, about: lot or batch}
  expires_on: {type: date, about: last day on which the lot may be sold}
  reason: {type: varchar, about: reason given for an adjustment or a write-off}
  door: {type: varchar, about: 'stream or file: how this state arrived'}
  ingested_at: {type: timestamp(3), about: when this state arrived}
  versions: {type: bigint, about: 'how often it was received for this day, duplicates included'}
  business_date: {type: varchar, about: business day}
checks:
  - {id: direction, expression: "quantity = 0 OR type IN ('adjustment', 'count') OR (quantity > 0) = (type IN ('receipt', 'return', 'transfer_in'))", about: stock that arrives grows and stock that leaves shrinks}
reconcile:
  about: every received row is the newest state of its movement or was replaced by it
  select: |
    SELECT
        business_date AS slice,
        count(DISTINCT concat_ws('/', source_system, movement_id)) AS movements,
        count(*) AS versions
    FROM ${bronze}.stock_movements
    GROUP BY business_date
  measures: {movements: count(*), versions: sum(versions)}
*/
WITH versions AS (
    SELECT
        source_system, movement_id, movement_time, event_time, type, product_id, store_id, quantity,
        stock_after, unit_cost, currency, other_store_id, transaction_id, supplier_id, lot,
        expires_on, reason, _door, _ingested_at, business_date,
        count(*) OVER (PARTITION BY business_date, source_system, movement_id) AS versions,
        row_number() OVER (
            PARTITION BY business_date, source_system, movement_id
            ORDER BY
                event_time DESC, CASE _door WHEN 'stream' THEN 0 ELSE 1 END DESC, _sequence DESC,
                _subsequence DESC, _shard DESC, _ingested_at DESC
        ) AS place
    FROM ${bronze}.stock_movements
)
SELECT
    source_system,
    movement_id,
    CAST(from_iso8601_timestamp(movement_time) AS timestamp(3)) AS movement_time,
    CAST(from_iso8601_timestamp(event_time) AS timestamp(3)) AS event_time,
    type,
    product_id,
    store_id,
    CAST(quantity AS decimal(18,4)) AS quantity,
    CAST(stock_after AS decimal(18,4)) AS stock_after,
    CAST(unit_cost AS decimal(18,4)) AS unit_cost,
    currency,
    other_store_id,
    transaction_id,
    supplier_id,
    lot,
    CAST(expires_on AS date) AS expires_on,
    reason,
    _door AS door,
    CAST(from_iso8601_timestamp(_ingested_at) AS timestamp(3)) AS ingested_at,
    versions,
    business_date
FROM versions
WHERE place = 1
