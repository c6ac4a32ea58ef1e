/*
title: Revenue of a day, and how its month and year stand
grain: one row per business_date, currency on which something was sold or returned
key: [business_date, currency]
domain: retail
slice: {by: month, column: month_start, lookback: 12}
refresh: daily
warehouse: {dist: all, sort: [business_date]}
columns:
  business_date: {type: varchar, about: business day, checks: [not_null]}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  revenue: {type: 'decimal(38,4)', about: completed sales less completed refunds}
  revenue_reporting: {type: 'decimal(38,4)', about: 'revenue in ${reporting_currency}, of what has a rate; NULL when nothing has one'}
  sales_amount: {type: 'decimal(38,4)', about: completed sales}
  refund_amount: {type: 'decimal(38,4)', about: completed refunds}
  transactions: {type: bigint, about: completed sales}
  average_amount: {type: double, about: 'average sale, NULL without a sale'}
  seven_day_average: {type: double, about: 'revenue of the seven days that end with this one, over 7: a day without business counts as 0'}
  month_to_date: {type: 'decimal(38,4)', about: revenue of the month up to this day}
  previous_month_to_date: {type: 'decimal(38,4)', about: 'revenue of the month before up to the same day of the month, NULL when it had none'}
  month_to_date_year_before: {type: 'decimal(38,4)', about: 'revenue of the same month a year before up to the same day, NULL when it had none'}
  year_to_date: {type: 'decimal(38,4)', about: revenue of the calendar year up to this day}
  revenue_year_before: {type: 'decimal(38,4)', about: 'revenue 52 weeks before, which is the same weekday; NULL when there was none'}
  year_on_year_change: {type: double, about: 'growth over that day, 0.1 = a tenth more; NULL when that was nothing'}
  month_start: {type: varchar, about: first day of the month of the business day}
sums: [{column: revenue, by: currency}]
reconcile:
  about: sales less refunds, added up by month
  select: |
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS slice,
        count(*) AS days, sum(transactions) AS transactions,
        sum(sales_amount) - sum(refund_amount) AS revenue
    FROM ${gold}.daily_sales_summary
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
    GROUP BY 1
  measures:
    days: count(*)
    transactions: sum(transactions)
    revenue: sum(revenue)
*/
WITH days AS (
    SELECT
        business_date, currency, revenue, revenue_reporting, sales_amount, refund_amount, transactions,
        average_amount,
        concat(substr(business_date, 1, 7), '-01') AS month_start,
        date_diff('day', date('1970-01-01'), date(business_date)) AS day_number,
        -- A month is 100 apart from the next, so that the days of another month are a range of this number.
        (year(date(business_date)) * 12 + month(date(business_date))) * 100 + day(date(business_date))
            AS month_day
    FROM ${gold}.daily_sales_summary
    WHERE business_date >= '${read_start}' AND business_date < '${slice_end}'
),
compared AS (
    SELECT
        *,
        sum(revenue) OVER (
            PARTITION BY currency ORDER BY day_number RANGE BETWEEN 6 PRECEDING AND CURRENT ROW
        ) AS seven_days,
        sum(revenue) OVER (
            PARTITION BY currency ORDER BY day_number RANGE BETWEEN 364 PRECEDING AND 364 PRECEDING
        ) AS revenue_year_before,
        sum(revenue) OVER (
            PARTITION BY currency ORDER BY month_day RANGE BETWEEN 30 PRECEDING AND CURRENT ROW
        ) AS month_to_date,
        sum(revenue) OVER (
            PARTITION BY currency ORDER BY month_day RANGE BETWEEN 130 PRECEDING AND 100 PRECEDING
        ) AS previous_month_to_date,
        sum(revenue) OVER (
            PARTITION BY currency ORDER BY month_day RANGE BETWEEN 1230 PRECEDING AND 1200 PRECEDING
        ) AS month_to_date_year_before,
        sum(revenue) OVER (
            PARTITION BY currency, substr(business_date, 1, 4)
            ORDER BY business_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS year_to_date
    FROM days
)
SELECT
    business_date,
    currency,
    revenue,
    revenue_reporting,
    sales_amount,
    refund_amount,
    transactions,
    average_amount,
    CAST(seven_days AS double) / 7 AS seven_day_average,
    month_to_date,
    previous_month_to_date,
    month_to_date_year_before,
    year_to_date,
    revenue_year_before,
    CAST(revenue - revenue_year_before AS double)
        / NULLIF(CAST(revenue_year_before AS double), 0) AS year_on_year_change,
    month_start
FROM compared
