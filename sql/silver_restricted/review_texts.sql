/*
title: What reviews say, for the few who may read it
grain: one row per source_system, review_id that has a title or a text, as last told
key: [source_system, review_id]
domain: shared
slice: {by: none}
refresh: run
columns:
  source_system: {type: varchar, about: system that recorded the review}
  review_id: {type: varchar, about: 'the review within its source system, in silver.reviews'}
  title: {type: varchar, about: title as written}
  text: {type: varchar, about: 'text as written, possibly of many lines and possibly about persons'}
  reviewed_at: {type: timestamp(3), about: 'when it was written, UTC'}
reconcile:
  about: no review has words here that has none in silver, nor the other way round
  select: |
    SELECT count(*) AS reviews, coalesce(sum(text_length), 0) AS characters
    FROM ${silver}.reviews
    WHERE text_length > 0
  measures:
    reviews: count(*)
    characters: coalesce(sum(coalesce(length(title), 0) + coalesce(length(text), 0)), 0)
*/
WITH versions AS (
    SELECT
        source_system, review_id, title, text, reviewed_at,
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
    title,
    text,
    CAST(from_iso8601_timestamp(reviewed_at) AS timestamp(3)) AS reviewed_at
FROM versions
WHERE place = 1 AND coalesce(title, text) IS NOT NULL
