/*
title: Stores and how they changed, for the star schema
grain: one row per store_id and period in which nothing of it changed, and one each for (unknown) and (none)
key: [store_key]
domain: retail
slice: {by: none}
refresh: run
warehouse: {dist: all, sort: [store_id]}
columns:
  store_key: {type: varchar, about: 'what facts name: the store as it was when they happened; (unknown) for stores nobody told us of, (none) for what happened in no store', checks: [not_null]}
  store_id: {type: varchar, about: 'what a transaction names as its store: the same for all periods of a store'}
  valid_from: {type: timestamp(3), about: 'first instant of the period, UTC; the first period that is known begins with 1900'}
  valid_to: {type: timestamp(3), about: 'instant at which the next period begins, UTC; 9999-12-31 for the present one'}
  is_current: {type: boolean, about: 'whether this is how the store is now: one row of each store'}
  name: {type: varchar, about: 'name of the store, (unknown) when not told'}
  country: {type: varchar, about: 'ISO 3166 alpha-2 code, (unknown) when not told'}
  region: {type: varchar, about: 'sales region, unknown when not told'}
  city: {type: varchar, about: 'city, (unknown) when not told'}
  format: {type: varchar, about: 'format, e.g. hypermarket; (unknown) when not told'}
  time_zone: {type: varchar, about: 'IANA zone of its business day, NULL when not told'}
  floor_area_m2: {type: 'decimal(18,4)', about: 'sales floor in square metres, NULL when not told'}
  opened_on: {type: date, about: 'first day of business, NULL when not told'}
  closed_on: {type: date, about: 'last day of business, NULL while it is open'}
  is_active: {type: boolean, about: 'whether it is open, NULL when not told'}
checks:
  - {unique: [store_id, valid_from]}
  - {id: forward, expression: valid_from < valid_to, about: a period ends after it begins}
reconcile:
  about: every period of the stores and the two members of their own, and each store current once
  select: |
    SELECT count(*) + 2 AS periods, count(DISTINCT store_id) + 2 AS stores
    FROM ${silver}.stores
  measures:
    periods: count(*)
    stores: count(CASE WHEN is_current THEN 1 END)
*/
WITH periods AS (
    SELECT
        store_id, valid_from, valid_to, is_current, name, country, region, city, format, time_zone,
        floor_area_m2, opened_on, closed_on, is_active
    FROM ${silver}.stores
),
members AS (
    SELECT
        to_hex(md5(to_utf8(concat(
            store_id, '/', CAST(date_diff('millisecond', CAST(date('1970-01-01') AS timestamp(3)), valid_from) AS varchar)
        )))) AS store_key,
        *
    FROM periods
    UNION ALL
    SELECT
        member, member, CAST(date('1900-01-01') AS timestamp(3)), CAST(date('9999-12-31') AS timestamp(3)), true,
        member, member, 'unknown', member, member, NULL,
        NULL, NULL, NULL, NULL
    FROM (VALUES '(unknown)', '(none)') AS special (member)
)
SELECT
    store_key,
    store_id,
    valid_from,
    valid_to,
    is_current,
    coalesce(name, '(unknown)') AS name,
    coalesce(country, '(unknown)') AS country,
    region,
    coalesce(city, '(unknown)') AS city,
    coalesce(format, '(unknown)') AS format,
    time_zone,
    floor_area_m2,
    opened_on,
    closed_on,
    is_active
FROM members
