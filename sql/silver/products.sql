/*
title: Products of the catalogue and how they changed
grain: one row per product_id and period in which nothing of it changed
key: [product_id, valid_from]
domain: shared
slice: {by: none}
refresh: run
columns:
  product_id: {type: varchar, about: what the items of a transaction name}
  valid_from: {type: timestamp(3), about: 'first instant of the period, UTC; the first period that is known begins with 1900'}
  valid_to: {type: timestamp(3), about: 'instant at which the next period begins, UTC; 9999-12-31 for the present one'}
  is_current: {type: boolean, about: whether this is how the product is now}
  name: {type: varchar, about: name on the receipt}
  department: {type: varchar, about: department}
  category: {type: varchar, about: 'category, else the department, else unknown', checks: [not_null]}
  subcategory: {type: varchar, about: part of the category}
  brand: {type: varchar, about: brand}
  manufacturer_id: {type: varchar, about: manufacturer}
  package_size: {type: varchar, about: size of one unit as printed}
  unit_cost: {type: 'decimal(18,4)', about: cost of one unit, checks: [{between: [0, '99999999999999.9999']}]}
  list_price: {type: 'decimal(18,4)', about: price of one unit before discounts}
  currency: {type: varchar, about: ISO 4217 code of cost and list price}
  is_active: {type: boolean, about: 'whether it is on sale, NULL when the source does not tell'}
  updated_at: {type: timestamp(3), about: 'when the source changed the row, NULL when it does not tell'}
checks: [{id: forward, expression: valid_from < valid_to, about: a period ends after it begins}]
reconcile:
  about: every product that was ever delivered is current once, and its periods fill the time without gap or overlap
  select: |
    SELECT
        count(DISTINCT product_id) AS products,
        CAST(count(DISTINCT product_id) AS decimal(20,0))
            * CAST(86400000 * date_diff('day', CAST('1900-01-01' AS date), CAST('9999-12-31' AS date)) AS decimal(18,0))
            AS milliseconds
    FROM ${bronze}.products
  measures:
    products: count(CASE WHEN is_current THEN 1 END)
    milliseconds: sum(CAST(date_diff('millisecond', valid_from, valid_to) AS decimal(18,0)))
*/
WITH told AS (
    SELECT
        product_id,
        NULLIF(trim(name), '') AS name,
        NULLIF(trim(department), '') AS department,
        coalesce(NULLIF(trim(category), ''), NULLIF(trim(department), ''), 'unknown') AS category,
        NULLIF(trim(subcategory), '') AS subcategory,
        NULLIF(trim(brand), '') AS brand,
        manufacturer_id,
        package_size,
        CAST(cost AS decimal(18,4)) AS unit_cost,
        CAST(list_price AS decimal(18,4)) AS list_price,
        currency,
        CASE is_active WHEN 'true' THEN true WHEN 'false' THEN false END AS is_active,
        updated_at,
        coalesce(updated_at, _ingested_at) AS begins,
        _ingested_at, _door, _sequence, _subsequence, _shard
    FROM ${bronze}.products
),
-- Of several rows for one instant, the last one to arrive is meant.
versions AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY product_id, begins
            ORDER BY
                updated_at DESC, _ingested_at DESC, _door, _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM told
),
compared AS (
    SELECT
        *,
        lag(begins) OVER known AS begins_before,
        lag(ROW(
            name, department, category, subcategory, brand, manufacturer_id, package_size,
            unit_cost, list_price, currency, is_active
        )) OVER known AS was
    FROM versions
    WHERE place = 1
    WINDOW known AS (PARTITION BY product_id ORDER BY begins)
),
changed AS (
    SELECT *
    FROM compared
    WHERE begins_before IS NULL
        OR was IS DISTINCT FROM ROW(
            name, department, category, subcategory, brand, manufacturer_id, package_size,
            unit_cost, list_price, currency, is_active
        )
),
periods AS (
    SELECT
        *,
        CASE WHEN begins_before IS NULL THEN '1900-01-01T00:00:00.000Z' ELSE begins END AS starts,
        lead(begins, 1, '9999-12-31T00:00:00.000Z') OVER (
            PARTITION BY product_id ORDER BY begins
        ) AS ends
    FROM changed
)
SELECT
    product_id,
    CAST(from_iso8601_timestamp(starts) AS timestamp(3)) AS valid_from,
    CAST(from_iso8601_timestamp(ends) AS timestamp(3)) AS valid_to,
    ends = '9999-12-31T00:00:00.000Z' AS is_current,
    name,
    department,
    category,
    subcategory,
    brand,
    manufacturer_id,
    package_size,
    unit_cost,
    list_price,
    currency,
    is_active,
    CAST(from_iso8601_timestamp(updated_at) AS timestamp(3)) AS updated_at
FROM periods
