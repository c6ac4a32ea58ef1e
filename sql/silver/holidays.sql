/*
title: Holidays by country
grain: one row per country, holiday_date, name, as last told
key: [country, holiday_date, name]
domain: shared
slice: {by: none}
refresh: run
columns:
  country: {type: varchar, about: ISO 3166 alpha-2 code, checks: [{pattern: '^[A-Z]{2}$'}]}
  holiday_date: {type: date, about: the day}
  name: {type: varchar, about: name of the holiday}
  is_public: {type: boolean, about: 'whether shops and banks are closed, which holds unless the source says otherwise', checks: [not_null]}
  updated_at: {type: timestamp(3), about: 'when the source changed the row, NULL when it does not tell'}
reconcile:
  about: every holiday that was ever delivered has one row
  select: |
    SELECT count(DISTINCT concat_ws('/', country, holiday_date, trim(name))) AS holidays
    FROM ${bronze}.holidays
  measures: {holidays: count(*)}
*/
WITH versions AS (
    SELECT
        country, holiday_date, trim(name) AS name, is_public, updated_at,
        row_number() OVER (
            PARTITION BY country, holiday_date, trim(name)
            ORDER BY
                coalesce(updated_at, _ingested_at) DESC, updated_at DESC, _ingested_at DESC, _door,
                _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM ${bronze}.holidays
)
SELECT
    country,
    CAST(holiday_date AS date) AS holiday_date,
    name,
    coalesce(is_public, 'true') = 'true' AS is_public,
    CAST(from_iso8601_timestamp(updated_at) AS timestamp(3)) AS updated_at
FROM versions
WHERE place = 1
