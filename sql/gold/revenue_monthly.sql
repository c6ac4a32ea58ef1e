/*
title: Revenue of a month
grain: one row per month_start, currency in which something was sold or returned
key: [month_start, currency]
domain: retail
slice: {by: month, column: month_start, lookback: 12}
refresh: daily
warehouse: {dist: all, sort: [month_start]}
columns:
  currency: {type: varchar, about: ISO 4217 code of every amount}
  revenue: {type: 'decimal(38,4)', about: 'completed sales less completed refunds; in the running month, up to through_date'}
  revenue_reporting: {type: 'decimal(38,4)', about: 'revenue in ${reporting_currency}, of what has a rate; NULL when nothing has one'}
  sales_amount: {type: 'decimal(38,4)', about: completed sales}
  refund_amount: {type: 'decimal(38,4)', about: completed refunds}
  transactions: {type: bigint, about: completed sales}
  average_amount: {type: double, about: 'average sale, NULL without a sale'}
  trading_days: {type: bigint, about: days on which something was sold or returned, checks: [{between: [1, 31]}]}
  through_date: {type: varchar, about: newest of these days, checks: [not_null]}
  seven_day_average: {type: double, about: 'revenue of the seven days that end with through_date, over 7'}
  year_to_date: {type: 'decimal(38,4)', about: revenue of the calendar year up to through_date}
  previous_month_revenue: {type: 'decimal(38,4)', about: 'revenue of the whole month before, NULL when it had none'}
  month_on_month_change: {type: double, about: 'growth over the whole month before, 0.1 = a tenth more; NULL when that was nothing'}
  previous_month_to_date: {type: 'decimal(38,4)', about: 'revenue of the month before up to the day of through_date: what a running month compares with'}
  year_before_revenue: {type: 'decimal(38,4)', about: 'revenue of the whole same month a year before, NULL when it had none'}
  year_on_year_change: {type: double, about: 'growth over the whole same month a year before; NULL when that was nothing'}
  month_to_date_year_before: {type: 'decimal(38,4)', about: 'revenue of the same month a year before up to the day of through_date'}
  month_start: {type: varchar, about: first day of the month of the business days}
sums: [{column: revenue, by: currency}]
reconcile:
  about: sales less refunds of the days, added up by month
  select: |
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS slice,
        count(DISTINCT currency) AS currencies, sum(transactions) AS transactions,
        sum(sales_amount) - sum(refund_amount) AS revenue
    FROM ${gold}.daily_sales_summary
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
    GROUP BY 1
  measures:
    currencies: count(*)
    transactions: sum(transactions)
    revenue: sum(revenue)
*/
WITH days AS (
    SELECT
        month_start, business_date, currency, revenue, revenue_reporting, sales_amount, refund_amount,
        transactions, seven_day_average, year_to_date, previous_month_to_date, month_to_date_year_before
    FROM ${gold}.revenue_daily
    WHERE month_start >= '${read_start}' AND month_start < '${slice_end}'
),
months AS (
    SELECT
        month_start,
        currency,
        year(date(month_start)) * 12 + month(date(month_start)) AS month_number,
        sum(revenue) AS revenue,
        sum(revenue_reporting) AS revenue_reporting,
        sum(sales_amount) AS sales_amount,
        sum(refund_amount) AS refund_amount,
        CAST(sum(transactions) AS bigint) AS transactions,
        count(*) AS trading_days,
        max(business_date) AS through_date,
        max_by(seven_day_average, business_date) AS seven_day_average,
        max_by(year_to_date, business_date) AS year_to_date,
        max_by(previous_month_to_date, business_date) AS previous_month_to_date,
        max_by(month_to_date_year_before, business_date) AS month_to_date_year_before
    FROM days
    GROUP BY month_start, currency
),
compared AS (
    SELECT
        *,
        sum(revenue) OVER (
            PARTITION BY currency ORDER BY month_number RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING
        ) AS previous_month_revenue,
        sum(revenue) OVER (
            PARTITION BY currency ORDER BY month_number RANGE BETWEEN 12 PRECEDING AND 12 PRECEDING
        ) AS year_before_revenue
    FROM months
)
SELECT
    currency,
    revenue,
    revenue_reporting,
    sales_amount,
    refund_amount,
    transactions,
    CAST(sales_amount AS double) / NULLIF(transactions, 0) AS average_amount,
    trading_days,
    through_date,
    seven_day_average,
    year_to_date,
    previous_month_revenue,
    CAST(revenue - previous_month_revenue AS double)
        / NULLIF(CAST(previous_month_revenue AS double), 0) AS month_on_month_change,
    previous_month_to_date,
    year_before_revenue,
    CAST(revenue - year_before_revenue AS double)
        / NULLIF(CAST(year_before_revenue AS double), 0) AS year_on_year_change,
    month_to_date_year_before,
    month_start
FROM compared
