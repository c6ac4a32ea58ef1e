/*
title: Countries
grain: one row per country, as last told
key: [country]
domain: shared
slice: {by: none}
refresh: run
columns:
  country: {type: varchar, about: ISO 3166 alpha-2 code, checks: [{pattern: '^[A-Z]{2}$'}]}
  name: {type: varchar, about: name in English}
  continent: {type: varchar, about: continent}
  region: {type: varchar, about: sales region that it belongs to}
  currency: {type: varchar, about: ISO 4217 code of its currency}
  time_zone: {type: varchar, about: IANA zone of its capital}
  is_eu: {type: boolean, about: 'whether it belongs to the European Union, NULL when not told'}
  risk: {type: varchar, about: 'risk of payments to and from it: low, medium or high, as compliance rates it', checks: [{in_set: [low, medium, high]}]}
  updated_at: {type: timestamp(3), about: 'when the source changed the row, NULL when it does not tell'}
reconcile:
  about: every country that was ever delivered has one row
  select: |
    SELECT count(DISTINCT country) AS countries FROM ${bronze}.countries
  measures: {countries: count(*)}
*/
WITH versions AS (
    SELECT
        country, name, continent, region, currency, time_zone, is_eu, risk, updated_at,
        row_number() OVER (
            PARTITION BY country
            ORDER BY
                coalesce(updated_at, _ingested_at) DESC, updated_at DESC, _ingested_at DESC, _door,
                _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM ${bronze}.countries
)
SELECT
    country,
    NULLIF(trim(name), '') AS name,
    NULLIF(trim(continent), '') AS continent,
    NULLIF(trim(region), '') AS region,
    currency,
    time_zone,
    CASE is_eu WHEN 'true' THEN true WHEN 'false' THEN false END AS is_eu,
    risk,
    CAST(from_iso8601_timestamp(updated_at) AS timestamp(3)) AS updated_at
FROM versions
WHERE place = 1
