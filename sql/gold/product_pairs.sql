/*
title: Products bought together in a month
grain: one row per month_start and pair of products, product_a before product_b by text
key: [product_a, product_b, month_start]
domain: retail
slice: {by: month, column: month_start, lookback: 0}
refresh: daily
warehouse: {dist: all, sort: [month_start]}
# The work is bounded three times: a basket here has at most 100 lines, thus 4,950 pairs (what is larger is wholesale and
# says little about taste); a product that is in too few baskets for any pair of it to count is left out before pairs are
# made; and a pair counts from 3 baskets and from one basket in 10,000 on, so that rows do not grow with the square of sales.
columns:
  product_a: {type: varchar, about: first product of the pair}
  product_b: {type: varchar, about: second product of the pair}
  baskets: {type: bigint, about: 'baskets of the month: completed sales of 1 to 100 lines', checks: [{between: [3, 100000000000]}]}
  baskets_a: {type: bigint, about: baskets with the first product}
  baskets_b: {type: bigint, about: baskets with the second product}
  baskets_together: {type: bigint, about: 'baskets with both: at least 3, and at least one in 10,000', checks: [{between: [3, 100000000000]}]}
  support: {type: double, about: 'share of all baskets that hold both', checks: [{between: [0, 1]}]}
  confidence_a_to_b: {type: double, about: 'of the baskets with the first product, the share that hold the second as well', checks: [{between: [0, 1]}]}
  confidence_b_to_a: {type: double, about: 'of the baskets with the second product, the share that hold the first as well', checks: [{between: [0, 1]}]}
  lift: {type: double, about: 'how many times more often together than by chance: over 1 they attract, under 1 they avoid each other', checks: [not_null]}
  month_start: {type: varchar, about: first day of the month of the business days}
checks:
  - {expression: product_a < product_b, id: ordered, about: a pair stands once and is never a product with itself}
  - {expression: baskets_together <= baskets_a AND baskets_together <= baskets_b, id: part_of_either, about: both are in no more baskets than either}
reconcile:
  about: pairs counted again by joining lines with lines of the same basket
  select: |
    WITH lines AS (
        SELECT DISTINCT month_start, source_system, transaction_id, product_id
        FROM (
            SELECT
                concat(substr(business_date, 1, 7), '-01') AS month_start,
                source_system, transaction_id, product_id,
                max(line_number) OVER (PARTITION BY source_system, transaction_id, business_date) AS lines
            FROM ${silver}.transaction_items
            WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
                AND status = 'COMPLETED' AND type = 'sale'
        ) AS sold
        WHERE lines <= 100
    ),
    baskets AS (
        SELECT concat(substr(business_date, 1, 7), '-01') AS month_start, count(*) AS baskets
        FROM ${silver}.transactions
        WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
            AND status = 'COMPLETED' AND type = 'sale' AND item_count BETWEEN 1 AND 100
        GROUP BY 1
    ),
    pairs AS (
        SELECT a.month_start, a.product_id AS product_a, b.product_id AS product_b, count(*) AS together
        FROM lines AS a
        JOIN lines AS b
            ON b.month_start = a.month_start AND b.source_system = a.source_system
            AND b.transaction_id = a.transaction_id
        WHERE a.product_id < b.product_id
        GROUP BY a.month_start, a.product_id, b.product_id
        HAVING count(*) >= 3
    )
    SELECT p.month_start AS slice, count(*) AS pairs, sum(p.together) AS together
    FROM pairs AS p
    JOIN baskets AS m ON m.month_start = p.month_start
    WHERE p.together * 10000 >= m.baskets
    GROUP BY p.month_start
  measures:
    pairs: count(*)
    together: sum(baskets_together)
*/
WITH totals AS (
    SELECT concat(substr(business_date, 1, 7), '-01') AS month_start, count(*) AS baskets
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type = 'sale' AND item_count BETWEEN 1 AND 100
    GROUP BY 1
),
sold AS (
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS month_start,
        source_system, transaction_id, product_id, count(*) AS lines
    FROM ${silver}.transaction_items
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND type = 'sale'
    GROUP BY 1, source_system, transaction_id, product_id
),
sized AS (
    SELECT
        *,
        sum(lines) OVER (PARTITION BY month_start, source_system, transaction_id) AS basket_lines
    FROM sold
),
counted AS (
    SELECT
        month_start, source_system, transaction_id, product_id,
        count(*) OVER (PARTITION BY month_start, product_id) AS product_baskets
    FROM sized
    WHERE basket_lines <= 100
),
baskets AS (
    SELECT
        c.month_start,
        t.baskets,
        array_agg(c.product_id ORDER BY c.product_id) AS products,
        array_agg(c.product_baskets ORDER BY c.product_id) AS counts
    FROM counted AS c
    JOIN totals AS t ON t.month_start = c.month_start
    WHERE c.product_baskets >= 3 AND c.product_baskets * 10000 >= t.baskets
    GROUP BY c.month_start, t.baskets, c.source_system, c.transaction_id
    HAVING count(*) > 1
),
-- Lists are opened one after the other: the laptop's optimizer fails on two at once.
firsts AS (
    SELECT o.month_start, o.baskets, o.products, o.counts, a.product_a, a.baskets_a
    FROM baskets AS o
    CROSS JOIN UNNEST(o.products, o.counts) AS a (product_a, baskets_a)
),
pairs AS (
    SELECT
        o.month_start, o.baskets, o.product_a, b.product_b, o.baskets_a, b.baskets_b,
        count(*) AS baskets_together
    FROM firsts AS o
    CROSS JOIN UNNEST(o.products, o.counts) AS b (product_b, baskets_b)
    WHERE o.product_a < b.product_b
    GROUP BY o.month_start, o.baskets, o.product_a, b.product_b, o.baskets_a, b.baskets_b
    HAVING count(*) >= 3
)
SELECT
    product_a,
    product_b,
    baskets,
    baskets_a,
    baskets_b,
    baskets_together,
    CAST(baskets_together AS double) / NULLIF(baskets, 0) AS support,
    CAST(baskets_together AS double) / NULLIF(baskets_a, 0) AS confidence_a_to_b,
    CAST(baskets_together AS double) / NULLIF(baskets_b, 0) AS confidence_b_to_a,
    CAST(baskets_together * baskets AS double) / NULLIF(baskets_a * baskets_b, 0) AS lift,
    month_start
FROM pairs
WHERE baskets_together * 10000 >= baskets
