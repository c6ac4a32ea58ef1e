/*
title: What a currency was worth in the reporting currency, day by day
grain: one row per business_date, currency
key: [business_date, currency]
domain: shared
slice: {by: none}
refresh: run
depend_by: business_date
columns:
  business_date: {type: varchar, about: business day of a transaction}
  currency: {type: varchar, about: ISO 4217 code of the transaction}
  rate: {type: 'decimal(20,10)', about: '${reporting_currency} for one unit of it', checks: [not_null]}
  rate_date: {type: date, about: 'day of the rate, at most 6 days before', checks: [not_null]}
  source: {type: varchar, about: 'who published the rate, and whether it is direct, inverse or cross', checks: [not_null]}
reconcile:
  about: every day on which a rate is used is there once
  select: |
    SELECT coalesce(sum(date_diff('day', rate_date, valid_to)), 0) AS days
    FROM ${silver}.fx_rates
    WHERE quote = '${reporting_currency}'
        AND rate_date >= date_add('year', -20, (SELECT max(rate_date) FROM ${silver}.fx_rates))
  measures: {days: count(*)}
*/
WITH rates AS (
    SELECT
        base, quote, rate_date, rate, provider, derivation,
        sequence(rate_date, date_add('day', -1, valid_to)) AS days,
        max(rate_date) OVER () AS newest_date
    FROM ${silver}.fx_rates
)
SELECT
    CAST(used.day AS varchar) AS business_date,
    r.base AS currency,
    r.rate,
    r.rate_date,
    concat(r.provider, ', ', r.derivation) AS source
FROM rates AS r
CROSS JOIN UNNEST(r.days) AS used (day)
WHERE r.quote = '${reporting_currency}' AND r.rate_date >= date_add('year', -20, r.newest_date)
