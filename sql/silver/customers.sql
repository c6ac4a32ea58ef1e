/*
title: Customers and how they changed
grain: one row per customer_id and period in which nothing of the customer changed
key: [customer_id, valid_from]
domain: shared
slice: {by: none}
refresh: daily
columns:
  customer_id: {type: varchar, about: token of the customer}
  valid_from: {type: timestamp(3), about: 'first instant of the period, UTC; the first period that is known begins with 1900'}
  valid_to: {type: timestamp(3), about: 'instant at which the next period begins, UTC; 9999-12-31 for the present one'}
  is_current: {type: boolean, about: whether this is how the customer is now}
  country: {type: varchar, about: ISO 3166 alpha-2 code of residence, checks: [{pattern: '^[A-Z]{2}$'}]}
  region: {type: varchar, about: 'state or province, (unknown) when not told', checks: [not_null]}
  segment: {type: varchar, about: 'segment given by marketing in lower case, (unknown) when not told', checks: [not_null]}
  age_band: {type: varchar, about: age range}
  income_band: {type: varchar, about: income range}
  home_ownership: {type: varchar, about: 'owner, renter and the like'}
  marital_status: {type: varchar, about: marital status}
  household_size: {type: varchar, about: 'persons in the household, possibly open-ended, e.g. 5+'}
  household_composition: {type: varchar, about: who lives in the household}
  children: {type: varchar, about: 'children in the household, possibly open-ended, e.g. 3+'}
  joined_on: {type: date, about: first day as a customer}
  is_active: {type: boolean, about: 'whether the customer is active, NULL when not told'}
  has_marketing_consent: {type: boolean, about: 'whether advertising may be sent, NULL when not told'}
checks: [{id: forward, expression: valid_from < valid_to, about: a period ends after it begins}]
reconcile:
  about: every customer that was ever told of is current once, and the periods fill the time without gap or overlap
  select: |
    SELECT
        count(*) AS customers,
        CAST(count(*) AS decimal(20,0))
            * CAST(86400000 * date_diff('day', CAST('1900-01-01' AS date), CAST('9999-12-31' AS date)) AS decimal(18,0))
            AS milliseconds
    FROM (
        SELECT customer_id FROM ${bronze}.customers
        UNION
        SELECT customer_id FROM ${bronze}.customer_updates WHERE event_type = 'profile_update'
    ) AS told
  measures:
    customers: count(CASE WHEN is_current THEN 1 END)
    milliseconds: sum(CAST(date_diff('millisecond', valid_from, valid_to) AS decimal(18,0)))
*/
WITH updates AS (
    SELECT
        customer_id, event_time, _ingested_at, _door, _sequence, _subsequence, _shard,
        region, segment, age_band, income_band, home_ownership, marital_status, household_size,
        household_composition, children, is_active, has_marketing_consent,
        row_number() OVER (
            PARTITION BY source_system, event_id
            ORDER BY event_time DESC, _ingested_at DESC, _door, _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM ${bronze}.customer_updates
    WHERE event_type = 'profile_update'
),
-- A row of a file says everything that is known, an update only what changed.
told AS (
    SELECT
        customer_id, coalesce(updated_at, _ingested_at) AS begins, true AS is_whole, updated_at,
        _ingested_at, _door, _sequence, _subsequence, _shard,
        country, region, segment, age_band, income_band, home_ownership, marital_status, household_size,
        household_composition, children, joined_on, is_active, has_marketing_consent
    FROM ${bronze}.customers
    UNION ALL
    SELECT
        customer_id, event_time, false, event_time,
        _ingested_at, _door, _sequence, _subsequence, _shard,
        CAST(NULL AS varchar), region, segment, age_band, income_band, home_ownership, marital_status,
        household_size, household_composition, children, CAST(NULL AS varchar), is_active,
        has_marketing_consent
    FROM updates
    WHERE place = 1
),
marked AS (
    SELECT
        *,
        lpad(CAST(row_number() OVER (
            PARTITION BY customer_id
            ORDER BY begins, updated_at NULLS FIRST, _ingested_at, _door DESC, _sequence, _subsequence, _shard
        ) AS varchar), 9, '0') AS mark
    FROM told
),
-- What was told last is the greatest text that begins with its place; one window serves all columns.
carried AS (
    SELECT
        customer_id, begins, mark,
        lead(begins) OVER (PARTITION BY customer_id ORDER BY mark) AS begins_after,
        max(CASE WHEN is_whole OR country IS NOT NULL THEN concat(mark, coalesce(country, '')) END) OVER told_so_far AS country,
        max(CASE WHEN is_whole OR region IS NOT NULL THEN concat(mark, coalesce(trim(region), '')) END) OVER told_so_far AS region,
        max(CASE WHEN is_whole OR segment IS NOT NULL THEN concat(mark, coalesce(lower(trim(segment)), '')) END) OVER told_so_far AS segment,
        max(CASE WHEN is_whole OR age_band IS NOT NULL THEN concat(mark, coalesce(trim(age_band), '')) END) OVER told_so_far AS age_band,
        max(CASE WHEN is_whole OR income_band IS NOT NULL THEN concat(mark, coalesce(trim(income_band), '')) END) OVER told_so_far AS income_band,
        max(CASE WHEN is_whole OR home_ownership IS NOT NULL THEN concat(mark, coalesce(trim(home_ownership), '')) END) OVER told_so_far AS home_ownership,
        max(CASE WHEN is_whole OR marital_status IS NOT NULL THEN concat(mark, coalesce(trim(marital_status), '')) END) OVER told_so_far AS marital_status,
        max(CASE WHEN is_whole OR household_size IS NOT NULL THEN concat(mark, coalesce(trim(household_size), '')) END) OVER told_so_far AS household_size,
        max(CASE WHEN is_whole OR household_composition IS NOT NULL THEN concat(mark, coalesce(trim(household_composition), '')) END) OVER told_so_far AS household_composition,
        max(CASE WHEN is_whole OR children IS NOT NULL THEN concat(mark, coalesce(trim(children), '')) END) OVER told_so_far AS children,
        max(CASE WHEN is_whole OR joined_on IS NOT NULL THEN concat(mark, coalesce(joined_on, '')) END) OVER told_so_far AS joined_on,
        max(CASE WHEN is_whole OR is_active IS NOT NULL THEN concat(mark, coalesce(is_active, '')) END) OVER told_so_far AS is_active,
        max(CASE WHEN is_whole OR has_marketing_consent IS NOT NULL THEN concat(mark, coalesce(has_marketing_consent, '')) END) OVER told_so_far AS has_marketing_consent
    FROM marked
    WINDOW told_so_far AS (
        PARTITION BY customer_id ORDER BY mark ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),
-- Of several tellings of one instant, the last one knows them all.
versions AS (
    SELECT
        customer_id, begins,
        NULLIF(substr(country, 10), '') AS country,
        NULLIF(substr(region, 10), '') AS region,
        NULLIF(substr(segment, 10), '') AS segment,
        NULLIF(substr(age_band, 10), '') AS age_band,
        NULLIF(substr(income_band, 10), '') AS income_band,
        NULLIF(substr(home_ownership, 10), '') AS home_ownership,
        NULLIF(substr(marital_status, 10), '') AS marital_status,
        NULLIF(substr(household_size, 10), '') AS household_size,
        NULLIF(substr(household_composition, 10), '') AS household_composition,
        NULLIF(substr(children, 10), '') AS children,
        NULLIF(substr(joined_on, 10), '') AS joined_on,
        NULLIF(substr(is_active, 10), '') AS is_active,
        NULLIF(substr(has_marketing_consent, 10), '') AS has_marketing_consent
    FROM carried
    WHERE begins_after IS NULL OR begins_after > begins
),
compared AS (
    SELECT
        *,
        lag(begins) OVER known AS begins_before,
        lag(ROW(
            country, region, segment, age_band, income_band, home_ownership, marital_status,
            household_size, household_composition, children, joined_on, is_active, has_marketing_consent
        )) OVER known AS was
    FROM versions
    WINDOW known AS (PARTITION BY customer_id ORDER BY begins)
),
periods AS (
    SELECT
        *,
        CASE WHEN begins_before IS NULL THEN '1900-01-01T00:00:00.000Z' ELSE begins END AS starts,
        lead(begins, 1, '9999-12-31T00:00:00.000Z') OVER (PARTITION BY customer_id ORDER BY begins) AS ends
    FROM compared
    WHERE begins_before IS NULL
        OR was IS DISTINCT FROM ROW(
            country, region, segment, age_band, income_band, home_ownership, marital_status,
            household_size, household_composition, children, joined_on, is_active, has_marketing_consent
        )
)
SELECT
    customer_id,
    CAST(from_iso8601_timestamp(starts) AS timestamp(3)) AS valid_from,
    CAST(from_iso8601_timestamp(ends) AS timestamp(3)) AS valid_to,
    ends = '9999-12-31T00:00:00.000Z' AS is_current,
    country,
    coalesce(region, '(unknown)') AS region,
    coalesce(segment, '(unknown)') AS segment,
    age_band, income_band, home_ownership, marital_status, household_size, household_composition,
    children,
    CAST(joined_on AS date) AS joined_on,
    CASE is_active WHEN 'true' THEN true WHEN 'false' THEN false END AS is_active,
    CASE has_marketing_consent WHEN 'true' THEN true WHEN 'false' THEN false END
        AS has_marketing_consent
FROM periods
