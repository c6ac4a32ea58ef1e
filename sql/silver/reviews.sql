/*
title: Reviews of purchases, products, sellers and stores
grain: one row per source_system, review_id, as last told
key: [source_system, review_id]
domain: shared
slice: {by: none}
refresh: run
columns:
  source_system: {type: varchar, about: 'system that recorded the review, and the transaction'}
  review_id: {type: varchar, about: the review within its source system}
  transaction_id: {type: varchar, about: purchase that is reviewed}
  product_id: {type: varchar, about: product that is reviewed}
  seller_id: {type: varchar, about: seller that is reviewed, checks: [{references: silver.sellers.seller_id}]}
  store_id: {type: varchar, about: store that is reviewed, checks: [{references: silver.stores.store_id}]}
  customer_id: {type: varchar, about: 'token of who wrote it, NULL when anonymous'}
  score: {type: bigint, about: 'from 1, the worst, to 5, the best', checks: [not_null, {between: [1, 5]}]}
  opinion: {type: varchar, about: 'negative: 1 or 2, neutral: 3, positive: 4 or 5', checks: [{in_set: [negative, neutral, positive]}]}
  text_length: {type: bigint, about: 'characters of title and text; the words are in silver_restricted.review_texts'}
  reviewed_at: {type: timestamp(3), about: 'when it was written, UTC', checks: [not_null]}
  answered_at: {type: timestamp(3), about: 'when it was answered, UTC; NULL while it is not'}
  answer_hours: {type: double, about: 'hours from the review to the answer, NULL while it is not answered'}
  review_date: {type: varchar, about: 'day on which it was written, UTC'}
reconcile:
  about: every review that was ever delivered has one row
  select: |
    SELECT count(DISTINCT concat_ws('/', source_system, review_id)) AS reviews FROM ${bronze}.reviews
  measures: {reviews: count(*)}
*/
WITH versions AS (
    SELECT
        source_system, review_id, transaction_id, product_id, seller_id, store_id, customer_id,
        CAST(score AS bigint) AS score, title, text,
        CAST(from_iso8601_timestamp(reviewed_at) AS timestamp(3)) AS reviewed_at,
        CAST(from_iso8601_timestamp(answered_at) AS timestamp(3)) AS answered_at,
        row_number() OVER (
            PARTITION BY source_system, review_id
            ORDER BY
                coalesce(updated_at, _ingested_at) DESC, updated_at DESC, _ingested_at DESC, _door,
                _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM ${bronze}.reviews
)
SELECT
    source_system,
    review_id,
    transaction_id,
    product_id,
    seller_id,
    store_id,
    customer_id,
    score,
    CASE WHEN score <= 2 THEN 'negative' WHEN score = 3 THEN 'neutral' ELSE 'positive' END AS opinion,
    coalesce(length(title), 0) + coalesce(length(text), 0) AS text_length,
    reviewed_at,
    answered_at,
    CAST(date_diff('millisecond', reviewed_at, answered_at) AS double) / 3600000 AS answer_hours,
    CAST(CAST(reviewed_at AS date) AS varchar) AS review_date
FROM versions
WHERE place = 1
