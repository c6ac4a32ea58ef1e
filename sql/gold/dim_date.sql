/*
title: The calendar, for the star schema
grain: one row per day from 1970 to 2069
key: [business_date]
domain: shared
slice: {by: none}
refresh: daily
warehouse: {dist: all, sort: [business_date]}
columns:
  business_date: {type: varchar, about: 'the day as YYYY-MM-DD, what facts name'}
  calendar_date: {type: date, about: the same day as a date, checks: [not_null]}
  year: {type: bigint, about: calendar year}
  quarter: {type: bigint, about: 'calendar quarter, 1-4', checks: [{between: [1, 4]}]}
  month: {type: bigint, about: 'month, 1-12', checks: [{between: [1, 12]}]}
  month_name: {type: varchar, about: 'month in English', checks: [not_null]}
  day: {type: bigint, about: 'day of the month, 1-31', checks: [{between: [1, 31]}]}
  day_of_year: {type: bigint, about: 'day of the year, 1-366'}
  weekday: {type: bigint, about: '1 Monday to 7 Sunday', checks: [{between: [1, 7]}]}
  weekday_name: {type: varchar, about: 'weekday in English', checks: [not_null]}
  is_weekend: {type: boolean, about: Saturday or Sunday}
  iso_week: {type: bigint, about: 'week of ISO 8601, 1-53', checks: [{between: [1, 53]}]}
  iso_year: {type: bigint, about: 'year that the ISO week belongs to'}
  week_start: {type: varchar, about: 'Monday of the week, as the weekly tables name it'}
  month_start: {type: varchar, about: 'first day of the month, as the monthly tables name it'}
  is_month_end: {type: boolean, about: last day of its month}
  fiscal_year: {type: bigint, about: 'fiscal year, named by the calendar year in which it ends; it begins with month ${fiscal_year_start}'}
  fiscal_quarter: {type: bigint, about: 'quarter of the fiscal year, 1-4', checks: [{between: [1, 4]}]}
  fiscal_month: {type: bigint, about: 'month of the fiscal year, 1-12', checks: [{between: [1, 12]}]}
  is_holiday: {type: boolean, about: 'public holiday in ${home_country}, as far as holidays were delivered', checks: [not_null]}
  holiday: {type: varchar, about: 'its name or names, NULL on other days'}
  holiday_countries: {type: varchar, about: 'countries with a public holiday: codes in order, divided by a space; NULL on other days'}
checks: [{row_count_between: [36525, 36525]}]
reconcile:
  about: public holidays counted again
  select: |
    SELECT
        count(DISTINCT CASE WHEN country = '${home_country}' THEN holiday_date END) AS holidays,
        count(DISTINCT holiday_date) AS anywhere
    FROM ${silver}.holidays
    WHERE is_public AND holiday_date BETWEEN CAST('1970-01-01' AS date) AND CAST('2069-12-31' AS date)
  measures: {holidays: count(CASE WHEN is_holiday THEN 1 END), anywhere: count(holiday_countries)}
*/
WITH years AS (
    SELECT sequence(
        date(concat(CAST(numbers.year AS varchar), '-01-01')), date(concat(CAST(numbers.year AS varchar), '-12-31'))
    ) AS days
    FROM UNNEST(sequence(1970, 2069)) AS numbers (year)
),
days AS (
    SELECT
        each.calendar_date,
        (month(each.calendar_date) + 12 - ${fiscal_year_start}) % 12 + 1 AS fiscal_month
    FROM years AS y
    CROSS JOIN UNNEST(y.days) AS each (calendar_date)
),
countries AS (
    SELECT
        holiday_date, country, array_join(array_agg(name ORDER BY name), ', ') AS names
    FROM ${silver}.holidays
    WHERE is_public
    GROUP BY holiday_date, country
),
holidays AS (
    SELECT
        holiday_date,
        max(CASE WHEN country = '${home_country}' THEN names END) AS holiday,
        array_join(array_agg(country ORDER BY country), ' ') AS holiday_countries
    FROM countries
    GROUP BY holiday_date
)
SELECT
    CAST(d.calendar_date AS varchar) AS business_date,
    d.calendar_date,
    year(d.calendar_date) AS year,
    quarter(d.calendar_date) AS quarter,
    month(d.calendar_date) AS month,
    element_at(ARRAY[
        'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
        'November', 'December'
    ], month(d.calendar_date)) AS month_name,
    day(d.calendar_date) AS day,
    day_of_year(d.calendar_date) AS day_of_year,
    day_of_week(d.calendar_date) AS weekday,
    element_at(ARRAY[
        'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'
    ], day_of_week(d.calendar_date)) AS weekday_name,
    day_of_week(d.calendar_date) >= 6 AS is_weekend,
    week(d.calendar_date) AS iso_week,
    year_of_week(d.calendar_date) AS iso_year,
    CAST(date_trunc('week', d.calendar_date) AS varchar) AS week_start,
    CAST(date_trunc('month', d.calendar_date) AS varchar) AS month_start,
    d.calendar_date = last_day_of_month(d.calendar_date) AS is_month_end,
    year(d.calendar_date) + CASE
        WHEN ${fiscal_year_start} > 1 AND month(d.calendar_date) >= ${fiscal_year_start} THEN 1 ELSE 0
    END AS fiscal_year,
    CAST(floor(CAST(d.fiscal_month - 1 AS double) / 3) AS bigint) + 1 AS fiscal_quarter,
    d.fiscal_month,
    h.holiday IS NOT NULL AS is_holiday,
    h.holiday,
    h.holiday_countries
FROM days AS d
LEFT JOIN holidays AS h ON h.holiday_date = d.calendar_date
