/*
title: Products of the catalogue
grain: one row per product_id, as last told
key: [product_id]
domain: shared
slice: {by: none}
refresh: run
columns:
  product_id: {type: varchar, about: what the items of a transaction name}
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
  updated_at: {type: timestamp(3), about: when the source changed the row}
reconcile:
  about: every product that was ever delivered has one row
  select: |
    SELECT count(DISTINCT product_id) AS products FROM ${bronze}.products
  measures: {products: count(*)}
*/
WITH versions AS (
    SELECT
        product_id, name, department, category, subcategory, brand, manufacturer_id, package_size,
        cost, list_price, currency, is_active, updated_at,
        row_number() OVER (
            PARTITION BY product_id
            ORDER BY
                coalesce(updated_at, '') DESC, _ingested_at DESC, _door,
                _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM ${bronze}.products
)
SELECT
    product_id,
    trim(name) AS name,
    trim(department) AS department,
    coalesce(NULLIF(trim(category), ''), NULLIF(trim(department), ''), 'unknown') AS category,
    trim(subcategory) AS subcategory,
    trim(brand) AS brand,
    manufacturer_id,
    package_size,
    CAST(cost AS decimal(18,4)) AS unit_cost,
    CAST(list_price AS decimal(18,4)) AS list_price,
    currency,
    CASE is_active WHEN 'true' THEN true WHEN 'false' THEN false END AS is_active,
    CAST(from_iso8601_timestamp(updated_at) AS timestamp(3)) AS updated_at
FROM versions
WHERE place = 1
