/*
title: Rhythm and habits of customers
grain: one row per customer_id, currency with at least one purchase
key: [customer_id, currency]
domain: shared
slice: {by: none}
refresh: weekly
engine: spark
script: customer_features.py
warehouse: {dist: customer_id, sort: [customer_id]}
columns:
  customer_id: {type: varchar, about: token of the customer}
  currency: {type: varchar, about: ISO 4217 code of the purchases}
  as_of_date: {type: date, about: 'newest business day of any customer, up to which a pause is counted'}
  purchase_days: {type: bigint, about: 'different business days with a purchase; all that follows is about them'}
  gap_average: {type: double, about: 'days from one to the next, on average; NULL for a single one'}
  gap_median: {type: bigint, about: 'the gap in the middle: sorted[floor(n / 2) + 1]'}
  gap_deviation: {type: double, about: 'standard deviation of the gaps, of a sample; NULL for fewer than two gaps'}
  gap_longest: {type: bigint, about: longest gap in days}
  gap_last: {type: bigint, about: gap before the last one in days}
  gap_open: {type: bigint, about: 'days from the last one to as_of_date: the pause that is not over', checks: [{between: [0, 100000]}]}
  pause_share: {type: double, about: 'part of the gaps that were at least as long as the open pause: near 0 is unusual for this customer', checks: [{between: [0, 1]}]}
  pace_change: {type: double, about: 'average of the last three gaps over the average of all, above 1 = slower; NULL below four gaps'}
  regularity: {type: double, about: '1 = always the same gap, near 0 = no rhythm: 1 / (1 + deviation over average)', checks: [{between: [0, 1]}]}
  active_weeks: {type: bigint, about: 'weeks (from Monday) with a purchase'}
  longest_streak: {type: bigint, about: most weeks in a row with a purchase}
  favourite_weekday: {type: bigint, about: 'weekday with most of them, 1 Monday to 7 Sunday; the first of equals', checks: [{between: [1, 7]}]}
  weekday_entropy: {type: 'decimal(7,6)', about: 'how evenly they spread over the weekdays: 0 = always the same one, 1 = all alike (Shannon entropy over ln 7)', checks: [{between: [0, 1]}]}
  month_entropy: {type: 'decimal(9,6)', about: 'how evenly the money spreads over the months: 0 = all in one (Shannon entropy, natural logarithm); NULL when nothing was paid'}
  largest_day_share: {type: double, about: part of all purchases that the dearest day makes; NULL when nothing was paid, checks: [{between: [0, 1]}]}
  amount_slope: {type: double, about: 'how much dearer each is than the one before: slope of a straight line through their amounts in order; NULL for a single one'}
checks:
  - {id: weeks, expression: longest_streak <= active_weeks AND active_weeks <= purchase_days, about: a streak is of active weeks and a week of days}
reconcile:
  about: customers and their days with a purchase, as gold.customer_rfm counts them
  select: |
    SELECT sum(purchase_days) AS purchase_days, count(*) AS customers
    FROM ${gold}.customer_rfm
  measures:
    purchase_days: sum(purchase_days)
    customers: count(*)
*/
WITH newest AS (
    SELECT date_diff('day', CAST('1970-01-05' AS date), date(max(business_date))) AS as_of_number
    FROM ${gold}.customer_daily
),
-- Days are counted from a Monday, so that whole sevens are weeks.
days AS (
    SELECT
        customer_id, currency, business_date, purchase_amount,
        date_diff('day', CAST('1970-01-05' AS date), date(business_date)) AS day_number
    FROM ${gold}.customer_daily
    WHERE purchases > 0
),
placed AS (
    SELECT
        d.*, n.as_of_number, n.as_of_number - max(d.day_number) OVER own AS gap_open,
        d.day_number - lag(d.day_number) OVER in_order AS gap,
        row_number() OVER in_order AS place,
        count(*) OVER own AS size,
        CAST(floor(CAST(d.day_number AS double) / 7) AS bigint) AS week,
        CAST(sum(d.purchase_amount) OVER own AS double) AS total
    FROM days AS d
    CROSS JOIN newest AS n
    WINDOW
        own AS (PARTITION BY d.customer_id, d.currency),
        in_order AS (PARTITION BY d.customer_id, d.currency ORDER BY d.day_number)
),
related AS (
    SELECT
        *,
        day_number - 7 * week + 1 AS weekday,
        row_number() OVER (PARTITION BY customer_id, currency ORDER BY coalesce(gap, 1000000), place) AS gap_place,
        week - dense_rank() OVER (PARTITION BY customer_id, currency ORDER BY week) AS island,
        CAST(count(*) OVER (PARTITION BY customer_id, currency, day_number - 7 * week) AS double) AS same_weekday,
        CAST(sum(purchase_amount) OVER (PARTITION BY customer_id, currency, substr(business_date, 1, 7)) AS double)
            AS month_amount
    FROM placed
),
-- Nine digits of each part: the last ones of a logarithm differ between engines, sums of decimals do not.
weighed AS (
    SELECT
        *,
        week - min(week) OVER (PARTITION BY customer_id, currency, island) + 1 AS streak,
        CAST(round(-ln(CAST(same_weekday AS double) / NULLIF(size, 0)), 9) AS decimal(12,9)) AS weekday_part,
        CASE WHEN month_amount > 0 THEN CAST(round(
            -(CAST(purchase_amount AS double) / NULLIF(total, 0)) * ln(CAST(month_amount AS double) / NULLIF(total, 0)), 9
        ) AS decimal(12,9)) END AS month_part
    FROM related
),
summed AS (
    SELECT
        customer_id, currency,
        max(as_of_number) AS as_of_number, max(size) AS n, max(gap_open) AS gap_open, max(total) AS total,
        CAST(sum(gap) AS double) AS gaps,
        CAST((max(size) - 1) * sum(gap * gap) - sum(gap) * sum(gap) AS double) AS gap_spread,
        max(CASE WHEN gap_place = floor(CAST(size - 1 AS double) / 2) + 1 THEN gap END) AS gap_median,
        max(gap) AS gap_longest,
        max(CASE WHEN place = size THEN gap END) AS gap_last,
        CAST(sum(CASE WHEN place > size - 3 THEN gap END) AS double) AS last_gaps,
        count(CASE WHEN gap >= gap_open THEN 1 END) AS long_gaps,
        count(DISTINCT week) AS active_weeks,
        max(streak) AS longest_streak,
        max_by(weekday, same_weekday * 10 - weekday) AS favourite_weekday,
        CAST(sum(weekday_part) AS double) AS weekday_parts,
        CAST(sum(month_part) AS decimal(9,6)) AS month_entropy,
        CAST(max(purchase_amount) AS double) AS largest,
        CAST(max(size) * sum(place * purchase_amount) - sum(place) * sum(purchase_amount) AS double) AS slope_up,
        CAST(max(size) * sum(place * place) - sum(place) * sum(place) AS double) AS slope_down
    FROM weighed
    GROUP BY customer_id, currency
),
told AS (
    SELECT
        *,
        CAST(gaps AS double) / NULLIF(n - 1, 0) AS gap_average,
        sqrt(CAST(gap_spread AS double) / NULLIF((n - 1) * (n - 2), 0)) AS gap_deviation
    FROM summed
)
SELECT
    customer_id, currency,
    date_add('day', as_of_number, CAST('1970-01-05' AS date)) AS as_of_date,
    n AS purchase_days,
    gap_average, gap_median, gap_deviation, gap_longest, gap_last, gap_open,
    CAST(long_gaps AS double) / NULLIF(n - 1, 0) AS pause_share,
    CASE WHEN n > 4 THEN CAST(CAST(last_gaps AS double) / 3 AS double) / NULLIF(gap_average, 0) END AS pace_change,
    CAST(1 AS double) / NULLIF(1 + CAST(gap_deviation AS double) / NULLIF(gap_average, 0), 0) AS regularity,
    active_weeks, longest_streak, favourite_weekday,
    CAST(round(CAST(CAST(weekday_parts AS double) / NULLIF(n, 0) AS double) / NULLIF(ln(7e0), 0), 6) AS decimal(7,6))
        AS weekday_entropy,
    month_entropy,
    CAST(largest AS double) / NULLIF(total, 0) AS largest_day_share,
    CAST(slope_up AS double) / NULLIF(slope_down, 0) AS amount_slope
FROM told
