/*
title: Stores and branches
grain: one row per store_id, as last told
key: [store_id]
domain: shared
slice: {by: none}
refresh: run
columns:
  store_id: {type: varchar, about: what a transaction names as its store}
  name: {type: varchar, about: name of the store}
  country: {type: varchar, about: ISO 3166 alpha-2 code, checks: [{pattern: '^[A-Z]{2}$'}]}
  time_zone: {type: varchar, about: IANA zone of its business day}
  region: {type: varchar, about: 'sales region, unknown when the source does not tell', checks: [not_null]}
  city: {type: varchar, about: city}
  format: {type: varchar, about: 'format, e.g. hypermarket'}
  floor_area_m2: {type: 'decimal(18,4)', about: sales floor in square metres}
  opened_on: {type: date, about: first day of business}
  closed_on: {type: date, about: last day of business}
  is_active: {type: boolean, about: 'whether it is open, NULL when the source does not tell'}
  updated_at: {type: timestamp(3), about: when the source changed the row}
reconcile:
  about: every store that was ever delivered has one row
  select: |
    SELECT count(DISTINCT store_id) AS stores FROM ${bronze}.stores
  measures: {stores: count(*)}
*/
WITH versions AS (
    SELECT
        store_id, name, country, time_zone, region, city, format, floor_area_m2,
        opened_on, closed_on, is_active, updated_at,
        row_number() OVER (
            PARTITION BY store_id
            ORDER BY
                coalesce(updated_at, '') DESC, _ingested_at DESC, _door,
                _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM ${bronze}.stores
)
SELECT
    store_id,
    trim(name) AS name,
    country,
    time_zone,
    coalesce(NULLIF(trim(region), ''), 'unknown') AS region,
    trim(city) AS city,
    trim(format) AS format,
    CAST(floor_area_m2 AS decimal(18,4)) AS floor_area_m2,
    CAST(opened_on AS date) AS opened_on,
    CAST(closed_on AS date) AS closed_on,
    CASE is_active WHEN 'true' THEN true WHEN 'false' THEN false END AS is_active,
    CAST(from_iso8601_timestamp(updated_at) AS timestamp(3)) AS updated_at
FROM versions
WHERE place = 1
