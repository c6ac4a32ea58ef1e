/*
title: Exchange rates, also turned round and by way of a third currency
grain: one row per base, quote, rate_date
key: [base, quote, rate_date]
domain: shared
slice: {by: none}
refresh: run
columns:
  base: {type: varchar, about: ISO 4217 code of the currency that is priced}
  quote: {type: varchar, about: ISO 4217 code of the currency it is priced in}
  rate_date: {type: date, about: first day that the rate is used for, checks: [not_null]}
  valid_to: {type: date, about: 'day from which it is used no more: that of the next rate, at most 7 days later', checks: [not_null]}
  rate: {type: 'decimal(20,10)', about: units of quote for one unit of base, checks: [not_null, {between: ['0.0000000001', '9999999999.9999999999']}]}
  derivation: {type: varchar, about: 'direct: as published, inverse: 1 over the published rate, cross: over a third currency, into the reporting currency only', checks: [{in_set: [direct, inverse, cross]}]}
  provider: {type: varchar, about: 'who published it, (unknown) when the source does not tell', checks: [not_null]}
checks: [{id: forward, expression: rate_date < valid_to, about: a rate is used for a day at least}]
reconcile:
  about: every pair and day that was published is there as published
  select: |
    SELECT count(DISTINCT concat_ws('/', base, quote, rate_date)) AS published
    FROM ${bronze}.fx_rates
    WHERE base <> quote
  measures: {published: count(CASE WHEN derivation = 'direct' THEN 1 END)}
*/
WITH told AS (
    SELECT
        base, quote, rate_date,
        CAST(rate AS decimal(20,10)) AS rate,
        coalesce(NULLIF(trim(provider), ''), '(unknown)') AS provider,
        row_number() OVER (
            PARTITION BY base, quote, rate_date
            ORDER BY
                coalesce(updated_at, '') DESC, _ingested_at DESC, _door, _sequence DESC,
                _subsequence DESC, _shard DESC
        ) AS place
    FROM ${bronze}.fx_rates
    WHERE base <> quote
),
published AS (
    SELECT base, quote, CAST(rate_date AS date) AS rate_date, rate, provider
    FROM told
    WHERE place = 1
),
either_way AS (
    SELECT base, quote, rate_date, rate, 'direct' AS derivation, 1 AS preference, provider
    FROM published
    UNION ALL
    SELECT
        quote, base, rate_date,
        TRY_CAST(CAST(1 AS double) / NULLIF(CAST(rate AS double), 0) AS decimal(20,10)),
        'inverse', 2, provider
    FROM published
),
pairs AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY base, quote, rate_date ORDER BY preference) AS place
    FROM either_way
    WHERE rate > 0
),
-- Where several currencies lead there, the first in the alphabet is taken: a rebuild must give the same rate.
crossed AS (
    SELECT
        a.base, b.quote, a.rate_date,
        TRY_CAST(CAST(a.rate AS double) * CAST(b.rate AS double) AS decimal(20,10)) AS rate,
        concat_ws(', ', a.provider, NULLIF(b.provider, a.provider)) AS provider,
        row_number() OVER (PARTITION BY a.base, a.rate_date ORDER BY a.quote) AS place
    FROM pairs AS a
    JOIN pairs AS b ON b.base = a.quote AND b.rate_date = a.rate_date
    LEFT JOIN pairs AS known
        ON known.base = a.base AND known.quote = b.quote AND known.rate_date = a.rate_date
    WHERE a.place = 1 AND b.place = 1 AND a.base <> b.quote
        AND b.quote = '${reporting_currency}' AND known.base IS NULL
),
rates AS (
    SELECT base, quote, rate_date, rate, derivation, provider
    FROM pairs
    WHERE place = 1
    UNION ALL
    SELECT base, quote, rate_date, rate, 'cross', provider
    FROM crossed
    WHERE place = 1 AND rate > 0
)
SELECT
    base,
    quote,
    rate_date,
    least(
        date_add('day', 7, rate_date),
        lead(rate_date, 1, CAST('9999-12-31' AS date)) OVER (PARTITION BY base, quote ORDER BY rate_date)
    ) AS valid_to,
    rate,
    derivation,
    provider
FROM rates
