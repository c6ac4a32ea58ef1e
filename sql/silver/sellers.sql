/*
title: Sellers of the marketplace
grain: one row per seller_id, as last told
key: [seller_id]
domain: shared
slice: {by: none}
refresh: run
columns:
  seller_id: {type: varchar, about: what a transaction names as its seller}
  name: {type: varchar, about: name of the business}
  country: {type: varchar, about: ISO 3166 alpha-2 code of its seat}
  region: {type: varchar, about: 'sales region, state or province; (unknown) when the source does not tell', checks: [not_null]}
  city: {type: varchar, about: city}
  category: {type: varchar, about: 'what it mostly sells, (unknown) when the source does not tell', checks: [not_null]}
  joined_on: {type: date, about: first day on the marketplace}
  is_active: {type: boolean, about: 'whether it may sell, NULL when the source does not tell'}
  updated_at: {type: timestamp(3), about: 'when the source changed the row, NULL when it does not tell'}
reconcile:
  about: every seller that was ever delivered has one row
  select: |
    SELECT count(DISTINCT seller_id) AS sellers FROM ${bronze}.sellers
  measures: {sellers: count(*)}
*/
WITH versions AS (
    SELECT
        seller_id, name, country, region, city, category, joined_on, is_active, updated_at,
        row_number() OVER (
            PARTITION BY seller_id
            ORDER BY
                coalesce(updated_at, _ingested_at) DESC, updated_at DESC, _ingested_at DESC, _door,
                _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM ${bronze}.sellers
)
SELECT
    seller_id,
    NULLIF(trim(name), '') AS name,
    country,
    coalesce(NULLIF(trim(region), ''), '(unknown)') AS region,
    NULLIF(trim(city), '') AS city,
    coalesce(NULLIF(lower(trim(category)), ''), '(unknown)') AS category,
    CAST(joined_on AS date) AS joined_on,
    CASE is_active WHEN 'true' THEN true WHEN 'false' THEN false END AS is_active,
    CAST(from_iso8601_timestamp(updated_at) AS timestamp(3)) AS updated_at
FROM versions
WHERE place = 1
