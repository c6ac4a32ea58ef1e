/*
title: Whether orders of a month came when they were promised
grain: one row per month_start, region, seller_id with an order to deliver
key: [region, seller_id, month_start]
domain: retail
slice: {by: month, column: month_start, lookback: 0}
refresh: daily
warehouse: {dist: all, sort: [month_start]}
columns:
  region: {type: varchar, about: 'where it went: region of the customer, else of the store, else the country of the sale, else unknown', checks: [not_null]}
  seller_id: {type: varchar, about: 'seller on a marketplace, (none) for what was sold by the house itself', checks: [not_null]}
  orders: {type: bigint, about: completed sales with a promised delivery or a delivery, checks: [{between: [1, 100000000000]}]}
  delivered: {type: bigint, about: those that were delivered}
  undelivered: {type: bigint, about: those that were not delivered yet}
  promised: {type: bigint, about: delivered orders that had a promise}
  late: {type: bigint, about: those of them that came after it}
  on_time_share: {type: double, about: 'part of the promised deliveries that came in time, NULL without one', checks: [{between: [0, 1]}]}
  average_days: {type: double, about: 'average days from the sale to the delivery, NULL without one'}
  median_days: {type: double, about: 'median of them: sorted[floor(n / 2) + 1]'}
  p95_days: {type: double, about: 'days that 95 % of the deliveries do not exceed: sorted[floor(0.95 n) + 1]'}
  average_delay_days: {type: double, about: 'by how many days late ones were late on average, NULL without one'}
  month_start: {type: varchar, about: first day of the month of the business days of the sales}
checks:
  - {id: all_or_nothing, expression: delivered + undelivered = orders AND late <= promised AND promised <= delivered, about: an order is delivered or not}
reconcile:
  about: orders counted again from silver, wherever they went
  select: |
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS slice,
        count(*) AS orders,
        count(delivered_at) AS delivered,
        count(CASE WHEN delivered_at > promised_at THEN 1 END) AS late
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type = 'sale' AND coalesce(promised_at, delivered_at) IS NOT NULL
    GROUP BY 1
  measures:
    orders: sum(orders)
    delivered: sum(delivered)
    late: sum(late)
*/
WITH orders AS (
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS month_start,
        coalesce(seller_id, '(none)') AS seller_id,
        customer_id, store_id, country, promised_at, delivered_at, delivery_days, is_late
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type = 'sale' AND coalesce(promised_at, delivered_at) IS NOT NULL
),
-- A region that nobody told has a word of its own in silver: it must not hide the next best answer.
placed AS (
    SELECT
        o.month_start, o.seller_id, o.promised_at, o.delivered_at, o.delivery_days, o.is_late,
        coalesce(
            NULLIF(c.region, '(unknown)'), NULLIF(s.region, 'unknown'), o.country, 'unknown'
        ) AS region
    FROM orders AS o
    LEFT JOIN ${silver}.customers AS c ON c.customer_id = o.customer_id AND c.is_current
    LEFT JOIN ${silver}.stores AS s ON s.store_id = o.store_id AND s.is_current
),
sorted AS (
    SELECT
        *,
        count(delivery_days) OVER (PARTITION BY month_start, region, seller_id) AS deliveries,
        row_number() OVER (PARTITION BY month_start, region, seller_id ORDER BY delivery_days) AS place
    FROM placed
),
months AS (
    SELECT
        month_start,
        region,
        seller_id,
        count(*) AS orders,
        count(delivered_at) AS delivered,
        count(is_late) AS promised,
        count(CASE WHEN is_late THEN 1 END) AS late,
        avg(CAST(delivery_days AS double)) AS average_days,
        max(CASE WHEN place = floor(CAST(deliveries AS double) / 2) + 1 THEN delivery_days END)
            AS median_days,
        max(CASE WHEN place = floor(CAST(deliveries * 95 AS double) / 100) + 1 THEN delivery_days END)
            AS p95_days,
        avg(CAST(
            CASE WHEN is_late THEN CAST(date_diff('millisecond', promised_at, delivered_at) AS double) / 86400000 END
            AS double
        )) AS average_delay_days
    FROM sorted
    GROUP BY month_start, region, seller_id
)
SELECT
    region,
    seller_id,
    orders,
    delivered,
    orders - delivered AS undelivered,
    promised,
    late,
    CAST(promised - late AS double) / NULLIF(promised, 0) AS on_time_share,
    average_days,
    median_days,
    p95_days,
    average_delay_days,
    month_start
FROM months
