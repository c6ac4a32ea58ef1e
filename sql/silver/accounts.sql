/*
title: Accounts and how they changed
grain: one row per account_id and period in which nothing of it changed
key: [account_id, valid_from]
domain: banking
slice: {by: none}
refresh: run
columns:
  account_id: {type: varchar, about: token of the account}
  valid_from: {type: timestamp(3), about: 'first instant of the period, UTC; the first period that is known begins with 1900'}
  valid_to: {type: timestamp(3), about: 'instant at which the next period begins, UTC; 9999-12-31 for the present one'}
  is_current: {type: boolean, about: whether this is how the account is now}
  customer_id: {type: varchar, about: 'token of the holder, NULL when not told'}
  account_type: {type: varchar, about: 'kind in lower case, e.g. current, savings, loan, card; (unknown) when not told', checks: [not_null]}
  currency: {type: varchar, about: ISO 4217 code of the account}
  status: {type: varchar, about: 'state in lower case, e.g. open, closed, frozen; (unknown) when not told', checks: [not_null]}
  branch_id: {type: varchar, about: branch that keeps it}
  country: {type: varchar, about: ISO 3166 alpha-2 code of the branch}
  opened_on: {type: date, about: first day}
  closed_on: {type: date, about: last day}
  credit_limit: {type: 'decimal(18,4)', about: agreed overdraft, checks: [{between: [0, '99999999999999.9999']}]}
  interest_rate: {type: 'decimal(12,8)', about: yearly rate as a fraction}
  is_active: {type: boolean, about: 'whether it can be used, NULL when not told'}
  updated_at: {type: timestamp(3), about: 'when the source changed the row, NULL when it does not tell'}
checks: [{id: forward, expression: valid_from < valid_to, about: a period ends after it begins}]
reconcile:
  about: every account that was ever delivered is current once, and its periods fill the time without gap or overlap
  select: |
    SELECT
        count(DISTINCT account_id) AS accounts,
        CAST(count(DISTINCT account_id) AS decimal(20,0))
            * CAST(86400000 * date_diff('day', CAST('1900-01-01' AS date), CAST('9999-12-31' AS date)) AS decimal(18,0))
            AS milliseconds
    FROM ${bronze}.accounts
  measures:
    accounts: count(CASE WHEN is_current THEN 1 END)
    milliseconds: sum(CAST(date_diff('millisecond', valid_from, valid_to) AS decimal(18,0)))
*/
WITH told AS (
    SELECT
        account_id,
        customer_id,
        coalesce(NULLIF(lower(trim(account_type)), ''), '(unknown)') AS account_type,
        currency,
        coalesce(NULLIF(lower(trim(status)), ''), '(unknown)') AS status,
        branch_id,
        country,
        CAST(opened_on AS date) AS opened_on,
        CAST(closed_on AS date) AS closed_on,
        CAST(credit_limit AS decimal(18,4)) AS credit_limit,
        CAST(interest_rate AS decimal(12,8)) AS interest_rate,
        CASE is_active WHEN 'true' THEN true WHEN 'false' THEN false END AS is_active,
        updated_at,
        coalesce(updated_at, _ingested_at) AS begins,
        _ingested_at, _door, _sequence, _subsequence, _shard
    FROM ${bronze}.accounts
),
-- Of several rows for one instant, the last one to arrive is meant.
versions AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY account_id, begins
            ORDER BY
                updated_at DESC, _ingested_at DESC, _door, _sequence DESC, _subsequence DESC, _shard DESC
        ) AS place
    FROM told
),
compared AS (
    SELECT
        *,
        lag(begins) OVER known AS begins_before,
        lag(ROW(
            customer_id, account_type, currency, status, branch_id, country, opened_on, closed_on,
            credit_limit, interest_rate, is_active
        )) OVER known AS was
    FROM versions
    WHERE place = 1
    WINDOW known AS (PARTITION BY account_id ORDER BY begins)
),
changed AS (
    SELECT *
    FROM compared
    WHERE begins_before IS NULL
        OR was IS DISTINCT FROM ROW(
            customer_id, account_type, currency, status, branch_id, country, opened_on, closed_on,
            credit_limit, interest_rate, is_active
        )
),
periods AS (
    SELECT
        *,
        CASE WHEN begins_before IS NULL THEN '1900-01-01T00:00:00.000Z' ELSE begins END AS starts,
        lead(begins, 1, '9999-12-31T00:00:00.000Z') OVER (
            PARTITION BY account_id ORDER BY begins
        ) AS ends
    FROM changed
)
SELECT
    account_id,
    CAST(from_iso8601_timestamp(starts) AS timestamp(3)) AS valid_from,
    CAST(from_iso8601_timestamp(ends) AS timestamp(3)) AS valid_to,
    ends = '9999-12-31T00:00:00.000Z' AS is_current,
    customer_id,
    account_type,
    currency,
    status,
    branch_id,
    country,
    opened_on,
    closed_on,
    credit_limit,
    interest_rate,
    is_active,
    CAST(from_iso8601_timestamp(updated_at) AS timestamp(3)) AS updated_at
FROM periods
