/*
title: What the columns of transactions look like, by day
grain: one row per dataset, column_name, business_date
key: [business_date, dataset, column_name]
domain: shared
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
warehouse: {dist: all, sort: [business_date, dataset]}
columns:
  dataset: {type: varchar, about: 'table of the column, with its database'}
  column_name: {type: varchar, about: column that is described}
  row_total: {type: bigint, about: rows of the day, checks: [{between: [1, 1000000000000]}]}
  null_share: {type: double, about: 'share of the rows without a value, 0 to 1', checks: [{between: [0, 1]}]}
  distinct_values: {type: bigint, about: different values of the day}
  min_value: {type: varchar, about: 'smallest value as text; NULL for tokens of persons and accounts'}
  max_value: {type: varchar, about: 'largest value as text; NULL for tokens of persons and accounts'}
  p25: {type: double, about: 'a quarter of the values is at most this; numbers only'}
  median: {type: double, about: 'half of the values is at most this; numbers only'}
  p75: {type: double, about: 'three quarters of the values are at most this; numbers only'}
  business_date: {type: varchar, about: business day of the rows}
reconcile:
  - id: rows
    about: rows of the day times the columns described
    select: |
      SELECT slice, CAST(sum(row_total) AS bigint) AS row_total
      FROM (
          SELECT business_date AS slice, 9 * count(*) AS row_total FROM ${silver}.transactions
          WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}' GROUP BY business_date
      ) AS counted
      GROUP BY slice
    measures: {row_total: sum(row_total)}
*/
WITH transactions AS (
    SELECT
        business_date, channel, type, status, currency, store_id, customer_id, account_id,
        CAST(amount AS double) AS amount, CAST(quality_score AS double) AS quality_score
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
),
cells AS (
    SELECT t.business_date, 'silver.transactions' AS dataset, c.column_name, c.text_value, c.number_value, c.is_token
    FROM transactions AS t
    CROSS JOIN UNNEST(
        ARRAY['channel', 'type', 'status', 'currency', 'store_id', 'customer_id', 'account_id', 'amount', 'quality_score'],
        ARRAY[channel, type, status, currency, store_id, customer_id, account_id, CAST(NULL AS varchar), CAST(NULL AS varchar)],
        ARRAY[
            CAST(NULL AS double), CAST(NULL AS double), CAST(NULL AS double), CAST(NULL AS double),
            CAST(NULL AS double), CAST(NULL AS double), CAST(NULL AS double), amount, quality_score
        ],
        ARRAY[false, false, false, false, false, true, true, false, false]
    ) AS c (column_name, text_value, number_value, is_token)
),
ranked AS (
    SELECT
        business_date, dataset, column_name, text_value, number_value, is_token,
        row_number() OVER (
            PARTITION BY business_date, dataset, column_name ORDER BY number_value
        ) - 1 AS place,
        count(number_value) OVER (PARTITION BY business_date, dataset, column_name) AS numbers
    FROM cells
),
described AS (
    SELECT
        business_date, dataset, column_name,
        count(*) AS row_total,
        CAST(count(*) - count(text_value) - count(number_value) AS double) / NULLIF(count(*), 0) AS null_share,
        count(DISTINCT text_value) + count(DISTINCT number_value) AS distinct_values,
        min(CASE WHEN is_token THEN NULL ELSE text_value END) AS least_text,
        max(CASE WHEN is_token THEN NULL ELSE text_value END) AS greatest_text,
        min(number_value) AS least_number,
        max(number_value) AS greatest_number,
        max(CASE WHEN place = floor(0.25e0 * numbers) THEN number_value END) AS p25,
        max(CASE WHEN place = floor(0.5e0 * numbers) THEN number_value END) AS median,
        max(CASE WHEN place = floor(0.75e0 * numbers) THEN number_value END) AS p75
    FROM ranked
    GROUP BY business_date, dataset, column_name
)
SELECT
    dataset, column_name, row_total, null_share, distinct_values,
    coalesce(least_text, CAST(CAST(least_number AS decimal(38,4)) AS varchar)) AS min_value,
    coalesce(greatest_text, CAST(CAST(greatest_number AS decimal(38,4)) AS varchar)) AS max_value,
    p25, median, p75, business_date
FROM described
