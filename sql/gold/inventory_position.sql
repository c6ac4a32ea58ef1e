/*
title: What is in stock, and how long it lasts
grain: one row per product_id, store_id whose stock ever moved
key: [product_id, store_id]
domain: retail
slice: {by: none}
refresh: daily
warehouse: {dist: product_id, sort: [product_id]}
columns:
  product_id: {type: varchar, about: whose stock it is}
  store_id: {type: varchar, about: store or warehouse}
  name: {type: varchar, about: 'name of the product now, (unknown) out of the catalogue'}
  category: {type: varchar, about: 'category of the product now, unknown out of the catalogue'}
  as_of_date: {type: date, about: 'newest business day of any movement: the stock is that of its end'}
  last_movement_date: {type: date, about: newest business day on which this stock moved}
  told_date: {type: date, about: 'newest business day on which the source told the stock, as counts do; NULL when it never did and the changes were added up from nothing'}
  on_hand: {type: 'decimal(38,4)', about: 'stock last told and the changes since; below 0 when more went out than is known to have come in', checks: [not_null]}
  sold_28_days: {type: 'decimal(38,4)', about: units sold in the 28 days that end with as_of_date}
  daily_sales: {type: double, about: 'these over 28'}
  days_of_cover: {type: double, about: 'how many days the stock lasts at that pace; NULL when nothing was sold, 0 when there is none'}
  stock_outs: {type: bigint, about: 'how often, in the 28 days, the stock was used up: a day closed with none after one with some'}
  stock_out_days: {type: bigint, about: 'how many of the 28 days closed without stock, as far as it is known', checks: [{between: [0, 28]}]}
  status: {type: varchar, about: 'OUT: nothing on hand, LOW: less than 7 days of cover, IDLE: nothing sold in 28 days, HIGH: more than 90 days of cover, else OK', checks: [{in_set: [OUT, LOW, IDLE, HIGH, OK]}]}
  stock_value: {type: 'decimal(38,4)', about: 'on_hand at the cost of one unit in the catalogue, NULL when the cost is unknown'}
  currency: {type: varchar, about: 'ISO 4217 code of stock_value'}
sums: [{column: on_hand}]
reconcile:
  about: every product and store of the movements once, and their sales added up
  select: |
    SELECT count(*) AS positions, sum(sold) AS sold
    FROM (
        SELECT
            sum(CASE WHEN date_diff('day', date(f.business_date), date(n.as_of_day)) < 28 THEN f.sold ELSE 0 END)
                AS sold
        FROM ${gold}.fact_stock AS f
        CROSS JOIN (SELECT max(business_date) AS as_of_day FROM ${gold}.fact_stock) AS n
        GROUP BY f.product_id, f.store_id
    ) AS positions
  measures:
    positions: count(*)
    sold: sum(sold_28_days)
*/
WITH newest AS (
    SELECT max(business_date) AS as_of_day
    FROM ${gold}.fact_stock
),
days AS (
    SELECT
        f.product_id, f.store_id, f.business_date, f.sold, f.net_change, f.closing_stock,
        date_diff('day', date(f.business_date), date(n.as_of_day)) AS days_ago,
        count(f.closing_stock) OVER (
            PARTITION BY f.product_id, f.store_id ORDER BY f.business_date
        ) AS told
    FROM ${gold}.fact_stock AS f
    CROSS JOIN newest AS n
),
-- What was told begins a new count; what was never told begins with nothing.
stocks AS (
    SELECT
        product_id, store_id, business_date, days_ago,
        CASE WHEN days_ago < 28 THEN sold ELSE 0 END AS sold,
        CASE WHEN closing_stock IS NOT NULL THEN business_date END AS told_day,
        sum(coalesce(closing_stock, net_change)) OVER (
            PARTITION BY product_id, store_id, told ORDER BY business_date
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stock
    FROM days
),
lasting AS (
    SELECT
        *,
        lag(stock) OVER (PARTITION BY product_id, store_id ORDER BY business_date) AS stock_before,
        -- A stock lasts until the day before the next movement, of which the 28 days see the newest part.
        greatest(0, least(days_ago, 27) - coalesce(
            lead(days_ago) OVER (PARTITION BY product_id, store_id ORDER BY business_date), -1
        )) AS seen_days
    FROM stocks
),
positions AS (
    SELECT
        product_id,
        store_id,
        max(business_date) AS last_day,
        max(told_day) AS told_day,
        max_by(stock, business_date) AS on_hand,
        sum(sold) AS sold,
        count(CASE WHEN days_ago < 28 AND stock <= 0 AND stock_before > 0 THEN 1 END) AS stock_outs,
        CAST(sum(CASE WHEN stock <= 0 THEN seen_days ELSE 0 END) AS bigint) AS stock_out_days
    FROM lasting
    GROUP BY product_id, store_id
),
paced AS (
    SELECT
        *,
        CAST(greatest(on_hand, 0) AS double) * 28 AS lasting_stock,
        CASE WHEN sold > 0 THEN CAST(sold AS double) END AS pace
    FROM positions
)
SELECT
    s.product_id,
    s.store_id,
    coalesce(p.name, '(unknown)') AS name,
    coalesce(p.category, 'unknown') AS category,
    date(n.as_of_day) AS as_of_date,
    date(s.last_day) AS last_movement_date,
    date(s.told_day) AS told_date,
    s.on_hand,
    s.sold AS sold_28_days,
    CAST(s.sold AS double) / 28 AS daily_sales,
    CAST(s.lasting_stock AS double) / NULLIF(s.pace, 0) AS days_of_cover,
    s.stock_outs,
    s.stock_out_days,
    CASE
        WHEN s.on_hand <= 0 THEN 'OUT'
        WHEN s.pace IS NULL THEN 'IDLE'
        WHEN s.lasting_stock < 7 * s.pace THEN 'LOW'
        WHEN s.lasting_stock > 90 * s.pace THEN 'HIGH'
        ELSE 'OK'
    END AS status,
    CAST(s.on_hand * p.unit_cost AS decimal(38,4)) AS stock_value,
    CASE WHEN p.unit_cost IS NOT NULL THEN p.currency END AS currency
FROM paced AS s
CROSS JOIN newest AS n
LEFT JOIN ${gold}.dim_product AS p ON p.product_id = s.product_id AND p.is_current
