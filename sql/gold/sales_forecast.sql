/*
title: Sales of the next four weeks
grain: one row per currency and day from as_of_date on, 28 days
key: [currency, forecast_date]
domain: retail
slice: {by: none}
refresh: daily
warehouse: {dist: all, sort: [forecast_date]}
# Seasonal-naive with a trend: a day sells what its weekday sold last week, plus what a week has been adding. The newest day is
# not over while it runs, so it is forecast and not learned from. What cannot be judged is not shown: a currency needs two
# weeks of days, a trend needs eight.
columns:
  forecast_date: {type: date, about: day whose sales are forecast}
  currency: {type: varchar, about: 'ISO 4217 code of every amount; currencies with sales in the four weeks before as_of_date, and known for at least two'}
  as_of_date: {type: date, about: newest business day with sales or refunds; days before it are what the forecast knows}
  weeks_ahead: {type: bigint, about: '1-4: how many weeks the weekday it rests on lies back', checks: [{between: [1, 4]}]}
  last_known_amount: {type: 'decimal(38,4)', about: completed sales of the newest known day of the same weekday}
  weekly_trend: {type: 'decimal(38,4)', about: 'what a day has been gaining a week: the mean of the last 28 days less that of the 28 before, over 4; 0 with fewer than 56 days'}
  forecast_amount: {type: 'decimal(38,4)', about: 'expected completed sales: last_known_amount and weekly_trend once a week ahead, never below 0', checks: [not_null, {between: [0, '9999999999999999999999999999999999.9999']}]}
  low_80: {type: 'decimal(38,4)', about: lower end of the interval that holds the sales with 80 %}
  high_80: {type: 'decimal(38,4)', about: 'upper end of it: 1.2816 times the back-test deviation times the root of weeks_ahead above the forecast'}
  low_95: {type: 'decimal(38,4)', about: lower end of the interval that holds the sales with 95 %}
  high_95: {type: 'decimal(38,4)', about: 'upper end of it, with 1.9600'}
  backtest_days: {type: bigint, about: 'days, of the last 56 known, that were forecast in the same way from a week before them', checks: [{between: [7, 56]}]}
  backtest_mean_error: {type: double, about: by how much these forecasts were off on average}
  backtest_deviation: {type: double, about: root of the mean square by which they were off}
  backtest_error_share: {type: double, about: 'all they were off over all that was sold, 0.1 = a tenth; NULL when nothing was sold'}
checks:
  - {id: intervals_contain, expression: low_95 <= low_80 AND low_80 <= forecast_amount AND forecast_amount <= high_80 AND high_80 <= high_95, about: the wider interval contains the narrower one}
reconcile:
  about: 28 days for every currency that sold in the last four weeks and has been known for two
  select: |
    SELECT 28 * count(*) AS days
    FROM (
        SELECT d.currency
        FROM ${gold}.revenue_daily AS d
        CROSS JOIN (SELECT max(business_date) AS as_of_day FROM ${gold}.revenue_daily) AS n
        WHERE d.business_date < n.as_of_day
        GROUP BY d.currency, n.as_of_day
        HAVING date_diff('day', date(min(d.business_date)), date(n.as_of_day)) >= 14
            AND date_diff('day', date(max(CASE WHEN d.sales_amount > 0 THEN d.business_date END)), date(n.as_of_day)) <= 28
    ) AS currencies
  measures:
    days: count(*)
*/
WITH days AS (
    SELECT
        currency, business_date, sales_amount,
        max(business_date) OVER () AS as_of_day
    FROM ${gold}.revenue_daily
),
known AS (
    SELECT
        currency,
        date(as_of_day) AS as_of_date,
        -- 56 days of back-test, each from a week before it, by a trend of 56 days.
        least(date_diff('day', date(min(business_date)), date(as_of_day)), 119) AS day_count,
        map_agg(business_date, sales_amount) AS amounts
    FROM days
    WHERE business_date < as_of_day
    GROUP BY currency, as_of_day
    HAVING date_diff('day', date(min(business_date)), date(as_of_day)) >= 14
        AND date_diff('day', date(max(CASE WHEN sales_amount > 0 THEN business_date END)), date(as_of_day)) <= 28
),
-- A day without a row sold nothing.
calendar AS (
    SELECT
        k.currency, k.as_of_date, k.day_count, n.days_ago,
        coalesce(
            element_at(k.amounts, CAST(date_add('day', -n.days_ago, k.as_of_date) AS varchar)), 0
        ) AS amount
    FROM known AS k
    CROSS JOIN UNNEST(sequence(1, k.day_count)) AS n (days_ago)
),
trended AS (
    SELECT
        *,
        CASE
            WHEN day_count - days_ago >= 55 THEN
                CAST(
                    sum(amount) OVER (
                        PARTITION BY currency ORDER BY days_ago ROWS BETWEEN CURRENT ROW AND 27 FOLLOWING
                    ) - sum(amount) OVER (
                        PARTITION BY currency ORDER BY days_ago ROWS BETWEEN 28 FOLLOWING AND 55 FOLLOWING
                    ) AS double
                ) / 112
            ELSE 0
        END AS weekly_trend
    FROM calendar
),
tested AS (
    SELECT
        *,
        CASE
            WHEN days_ago <= 56 THEN
                CAST(amount AS double) - greatest(
                    0,
                    CAST(lead(amount, 7) OVER (PARTITION BY currency ORDER BY days_ago) AS double)
                        + lead(weekly_trend, 7) OVER (PARTITION BY currency ORDER BY days_ago)
                )
        END AS error
    FROM trended
),
judged AS (
    SELECT
        *,
        first_value(weekly_trend) OVER (PARTITION BY currency ORDER BY days_ago) AS trend,
        count(error) OVER (PARTITION BY currency) AS backtest_days,
        avg(CAST(abs(error) AS double)) OVER (PARTITION BY currency) AS mean_error,
        sqrt(avg(CAST(error * error AS double)) OVER (PARTITION BY currency)) AS deviation,
        sum(CASE WHEN error IS NOT NULL THEN amount END) OVER (PARTITION BY currency) AS tested_amount
    FROM tested
),
forecast AS (
    SELECT
        j.*,
        w.weeks_ahead,
        greatest(0, CAST(j.amount AS double) + w.weeks_ahead * j.trend) AS expected,
        j.deviation * sqrt(w.weeks_ahead) AS spread
    FROM judged AS j
    CROSS JOIN UNNEST(sequence(1, 4)) AS w (weeks_ahead)
    WHERE j.days_ago <= 7
)
SELECT
    date_add('day', 7 * weeks_ahead - days_ago, as_of_date) AS forecast_date,
    currency,
    as_of_date,
    weeks_ahead,
    amount AS last_known_amount,
    CAST(round(trend, 4) AS decimal(38,4)) AS weekly_trend,
    CAST(round(expected, 4) AS decimal(38,4)) AS forecast_amount,
    CAST(round(greatest(0, expected - 1.2816 * spread), 4) AS decimal(38,4)) AS low_80,
    CAST(round(expected + 1.2816 * spread, 4) AS decimal(38,4)) AS high_80,
    CAST(round(greatest(0, expected - 1.96 * spread), 4) AS decimal(38,4)) AS low_95,
    CAST(round(expected + 1.96 * spread, 4) AS decimal(38,4)) AS high_95,
    backtest_days,
    mean_error AS backtest_mean_error,
    deviation AS backtest_deviation,
    CAST(mean_error * backtest_days AS double) / NULLIF(CAST(tested_amount AS double), 0)
        AS backtest_error_share
FROM forecast
