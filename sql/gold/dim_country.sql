/*
title: Countries, for the star schema
grain: one row per country that we were told of or that stores, customers or sellers are in, and one each for (unknown) and (none)
key: [country]
domain: shared
slice: {by: none}
refresh: daily
warehouse: {dist: all, sort: [country]}
columns:
  country: {type: varchar, about: 'ISO 3166 alpha-2 code, what facts name; (unknown) when nobody told, (none) for what happened in no country'}
  name: {type: varchar, about: 'name in English, else the code', checks: [not_null]}
  continent: {type: varchar, about: 'continent, (unknown) when not told', checks: [not_null]}
  region: {type: varchar, about: 'sales region that it belongs to, (unknown) when not told', checks: [not_null]}
  currency: {type: varchar, about: 'ISO 4217 code of its currency, (unknown) when not told', checks: [not_null]}
  time_zone: {type: varchar, about: 'IANA zone of its capital, NULL when not told'}
  is_eu: {type: boolean, about: 'whether it belongs to the European Union, NULL when not told'}
  is_home: {type: boolean, about: 'whether it is ${home_country}: payments from elsewhere cross a border', checks: [not_null]}
  risk: {type: varchar, about: 'risk of payments to and from it: low, medium, high, or (unknown) when not rated', checks: [not_null]}
reconcile:
  about: every country that anybody named is there once, and the two members of their own
  select: |
    SELECT count(DISTINCT country) + 2 AS countries
    FROM (
        SELECT country FROM ${silver}.countries
        UNION ALL
        SELECT country FROM ${silver}.stores
        UNION ALL
        SELECT country FROM ${silver}.customers
        UNION ALL
        SELECT country FROM ${silver}.sellers
    ) AS named
  measures: {countries: count(*)}
*/
WITH named AS (
    SELECT country FROM ${silver}.countries
    UNION
    SELECT country FROM ${silver}.stores
    UNION
    SELECT country FROM ${silver}.customers
    UNION
    SELECT country FROM ${silver}.sellers
    UNION
    SELECT member FROM (VALUES '(unknown)', '(none)') AS special (member)
),
told AS (
    SELECT country, name, continent, region, currency, time_zone, is_eu, risk
    FROM ${silver}.countries
)
SELECT
    n.country,
    coalesce(t.name, n.country) AS name,
    coalesce(t.continent, '(unknown)') AS continent,
    coalesce(t.region, '(unknown)') AS region,
    coalesce(t.currency, '(unknown)') AS currency,
    t.time_zone,
    t.is_eu,
    n.country = '${home_country}' AS is_home,
    coalesce(t.risk, '(unknown)') AS risk
FROM named AS n
LEFT JOIN told AS t ON t.country = n.country
WHERE n.country IS NOT NULL
