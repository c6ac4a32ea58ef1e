/*
title: All about a customer in one row
grain: one row per customer_id, currency with at least one purchase
key: [customer_id, currency]
domain: retail
slice: {by: none}
refresh: weekly
warehouse: {dist: customer_id, sort: [customer_id]}
columns:
  customer_id: {type: varchar, about: token of the customer}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  as_of_date: {type: date, about: newest business day of any customer}
  segment: {type: varchar, about: 'segment by recency, frequency and value, see gold.customer_rfm', checks: [not_null]}
  rfm_cell: {type: varchar, about: 'scores of recency, frequency and value side by side, 1-5 each'}
  value_tier: {type: varchar, about: 'Platinum, Gold, Silver or Bronze by lifetime value, see gold.customer_clv', checks: [{in_set: [Platinum, Gold, Silver, Bronze]}]}
  lifecycle_stage: {type: varchar, about: 'New: first purchase at most 30 days ago; else by the pause since the last purchase: Active up to two usual gaps, Slipping up to four, Lapsed beyond', checks: [{in_set: [New, Active, Slipping, Lapsed]}]}
  churn_risk: {type: varchar, about: 'HIGH, MEDIUM or LOW, see gold.churn_features'}
  churn_score: {type: bigint, about: '0-100, 100 is most likely lost', checks: [{between: [0, 100]}]}
  churn_reason: {type: varchar, about: what weighs most in the score}
  first_purchase_date: {type: date, about: business day of the first purchase}
  last_purchase_date: {type: date, about: business day of the last purchase}
  recency_days: {type: bigint, about: days from the last purchase to as_of_date}
  purchases: {type: bigint, about: purchases in all known time}
  average_purchase: {type: double, about: average purchase before refunds}
  days_between_purchases: {type: double, about: 'days from one day with a purchase to the next, on average; NULL for a single one'}
  favourite_weekday: {type: bigint, about: 'weekday with most purchases, 1 Monday to 7 Sunday'}
  digital_share: {type: double, about: part of the purchases by web or app}
  historic_value: {type: 'decimal(38,4)', about: purchases less refunds in all known time}
  predicted_value: {type: 'decimal(38,4)', about: what to expect in the next 365 days}
  lifetime_value: {type: 'decimal(38,4)', about: historic value and predicted value}
  this_quarter: {type: 'decimal(38,4)', about: purchases less refunds in the calendar quarter of as_of_date}
  one_quarter_before: {type: 'decimal(38,4)', about: the same in the quarter before}
  two_quarters_before: {type: 'decimal(38,4)', about: the same two quarters before}
  three_quarters_before: {type: 'decimal(38,4)', about: the same three quarters before}
  fourth_quarter_share: {type: double, about: 'part of what was ever bought that fell in October to December, NULL when that was nothing', checks: [{between: [0, 1]}]}
  categories: {type: bigint, about: different categories ever bought}
  top_category: {type: varchar, about: 'category with most revenue, the first by name of equals; (none) without a line'}
  second_category: {type: varchar, about: 'the next one, (none) when there is none'}
  third_category: {type: varchar, about: 'the one after that, (none) when there is none'}
  top_category_share: {type: double, about: 'part of the revenue of all categories that the first makes, NULL when that is nothing'}
sums: [{column: historic_value, by: currency}]
reconcile:
  about: every customer who bought, with purchases less refunds
  select: |
    SELECT count(*) AS customers, sum(purchase_amount) - sum(refund_amount) AS historic_value
    FROM ${gold}.customer_rfm
  measures:
    customers: count(*)
    historic_value: sum(historic_value)
*/
WITH rfm AS (
    SELECT customer_id, currency, as_of_date, segment, rfm_cell, first_purchase_date, last_purchase_date, recency_days
    FROM ${gold}.customer_rfm
),
worth AS (
    SELECT
        customer_id, currency, purchases, average_purchase, historic_value, predicted_value, lifetime_value,
        value_tier
    FROM ${gold}.customer_clv
),
churn AS (
    SELECT
        customer_id, currency, tenure_days, overdue_ratio, churn_risk, churn_score, reason, digital_share, is_lapsed
    FROM ${gold}.churn_features
),
habits AS (
    SELECT customer_id, currency, gap_average, favourite_weekday
    FROM ${gold}.customer_features
),
months AS (
    SELECT
        customer_id, currency,
        year(date(business_date)) * 4 + quarter(date(business_date)) AS quarter_number,
        sum(purchase_amount) AS bought, sum(refund_amount) AS given_back
    FROM ${gold}.customer_daily
    GROUP BY 1, 2, 3
),
quarters AS (
    SELECT
        m.customer_id, m.currency,
        coalesce(sum(CASE n.newest - m.quarter_number WHEN 0 THEN m.bought - m.given_back END), 0) AS this_quarter,
        coalesce(sum(CASE n.newest - m.quarter_number WHEN 1 THEN m.bought - m.given_back END), 0) AS one_before,
        coalesce(sum(CASE n.newest - m.quarter_number WHEN 2 THEN m.bought - m.given_back END), 0) AS two_before,
        coalesce(sum(CASE n.newest - m.quarter_number WHEN 3 THEN m.bought - m.given_back END), 0) AS three_before,
        CAST(coalesce(sum(CASE WHEN mod(m.quarter_number, 4) = 0 THEN m.bought END), 0) AS double)
            / NULLIF(CAST(sum(m.bought) AS double), 0) AS fourth_quarter_share
    FROM months AS m
    CROSS JOIN (
        SELECT max(year(date(business_date)) * 4 + quarter(date(business_date))) AS newest
        FROM ${gold}.customer_daily
    ) AS n
    GROUP BY m.customer_id, m.currency
),
categories AS (
    SELECT customer_id, currency, category, sum(revenue) AS revenue
    FROM ${gold}.customer_category_monthly
    GROUP BY customer_id, currency, category
),
placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY customer_id, currency ORDER BY revenue DESC, category) AS place
    FROM categories
),
tastes AS (
    SELECT
        customer_id, currency, count(*) AS categories,
        max(CASE place WHEN 1 THEN category END) AS first_category,
        max(CASE place WHEN 2 THEN category END) AS second_category,
        max(CASE place WHEN 3 THEN category END) AS third_category,
        CAST(max(CASE place WHEN 1 THEN revenue END) AS double) / NULLIF(CAST(sum(revenue) AS double), 0)
            AS top_category_share
    FROM placed
    GROUP BY customer_id, currency
)
SELECT
    r.customer_id, r.currency, r.as_of_date, r.segment, r.rfm_cell, w.value_tier,
    CASE
        WHEN c.tenure_days <= 30 THEN 'New'
        WHEN c.is_lapsed THEN 'Lapsed'
        WHEN c.overdue_ratio > 2 THEN 'Slipping'
        ELSE 'Active'
    END AS lifecycle_stage,
    c.churn_risk, c.churn_score, c.reason AS churn_reason,
    r.first_purchase_date, r.last_purchase_date, r.recency_days, w.purchases, w.average_purchase,
    h.gap_average AS days_between_purchases, h.favourite_weekday, c.digital_share,
    w.historic_value, w.predicted_value, w.lifetime_value,
    q.this_quarter, q.one_before AS one_quarter_before, q.two_before AS two_quarters_before,
    q.three_before AS three_quarters_before, q.fourth_quarter_share,
    coalesce(t.categories, 0) AS categories,
    coalesce(t.first_category, '(none)') AS top_category,
    coalesce(t.second_category, '(none)') AS second_category,
    coalesce(t.third_category, '(none)') AS third_category,
    t.top_category_share
FROM rfm AS r
JOIN worth AS w ON w.customer_id = r.customer_id AND w.currency = r.currency
JOIN churn AS c ON c.customer_id = r.customer_id AND c.currency = r.currency
JOIN habits AS h ON h.customer_id = r.customer_id AND h.currency = r.currency
JOIN quarters AS q ON q.customer_id = r.customer_id AND q.currency = r.currency
LEFT JOIN tastes AS t ON t.customer_id = r.customer_id AND t.currency = r.currency
