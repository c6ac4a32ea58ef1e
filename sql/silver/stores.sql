/*
title: Stores and branches and how they changed
grain: one row per store_id and period in which nothing of it changed
key: [store_id, valid_from]
domain: shared
slice: {by: none}
refresh: run
columns:
  store_id: {type: varchar, about: what a transaction names as its store}
  valid_from: {type: timestamp(3), about: 'first instant of the period, UTC; the first period that is known begins with 1900'}
  valid_to: {type: timestamp(3), about: 'instant at which the next period begins, UTC; 9999-12-31 for the present one'}
  is_current: {type: boolean, about: whether this is how the store is now}
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
  updated_at: {type: timestamp(3), about: 'when the source changed the row, NULL when it does not tell'}
checks: [{id: forward, expression: valid_from < valid_to, about: a period ends after it begins}]
reconcile:
  about: every store that was ever delivered is current once, and its periods fill the time without gap or overlap
  select: |
    SELECT
        count(DISTINCT store_id) AS stores,
        CAST(count(DISTINCT store_id) AS decimal(20,0))
            * CAST(86400000 * date_diff('day', CAST('1900-01-01' AS date), CAST('9999-12-31' AS date)) AS decimal(18,0))
            AS milliseconds
    FROM ${bronze}.stores
  measures:
    stores: count(CASE WHEN is_current THEN 1 END)
    milliseconds: sum(CAST(date_diff('millisecond', valid_from, valid_to) AS decimal(18,0)))
*/
WITH told AS (
    SELECT
        store_id,
        NULLIF(trim(name), '') AS name,
        country,
        time_zone,
        coalesce(NULLIF(trim(region), ''), 'unknown') AS region,
        NULLIF(trim(city), '') AS city,
        NULLIF(trim(format), '') AS format,
        CAST(floor_area_m2 AS decimal(18,4)) AS floor_area_m2,
        CAST(opened_on AS date) AS opened_on,
        CAST(closed_on AS date) AS closed_on,
        CASE is_active WHEN 'true' THEN true WHEN 'false' THEN false END AS is_active,
        updated_at,
        coalesce(updated_at, _ingested_at) AS begins,
        _ingested_at, _door, _sequence, _subsequence, _shard
    FROM ${bronze}.stores
),
-- Of several rows for one instant, the last one to arrive is meant.
versions AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY store_id, begins
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
            name, country, time_zone, region, city, format, floor_area_m2, opened_on, closed_on,
            is_active
        )) OVER known AS was
    FROM versions
    WHERE place = 1
    WINDOW known AS (PARTITION BY store_id ORDER BY begins)
),
changed AS (
    SELECT *
    FROM compared
    WHERE begins_before IS NULL
        OR was IS DISTINCT FROM ROW(
            name, country, time_zone, region, city, format, floor_area_m2, opened_on, closed_on,
            is_active
        )
),
periods AS (
    SELECT
        *,
        CASE WHEN begins_before IS NULL THEN '1900-01-01T00:00:00.000Z' ELSE begins END AS starts,
        lead(begins, 1, '9999-12-31T00:00:00.000Z') OVER (
            PARTITION BY store_id ORDER BY begins
        ) AS ends
    FROM changed
)
SELECT
    store_id,
    CAST(from_iso8601_timestamp(starts) AS timestamp(3)) AS valid_from,
    CAST(from_iso8601_timestamp(ends) AS timestamp(3)) AS valid_to,
    ends = '9999-12-31T00:00:00.000Z' AS is_current,
    name,
    country,
    time_zone,
    region,
    city,
    format,
    floor_area_m2,
    opened_on,
    closed_on,
    is_active,
    CAST(from_iso8601_timestamp(updated_at) AS timestamp(3)) AS updated_at
FROM periods
