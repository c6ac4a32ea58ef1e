/*
title: Accounts and how they changed, for the star schema
grain: one row per account_id and period in which nothing of it changed, and one each for (unknown) and (none)
key: [account_key]
domain: banking
slice: {by: none}
refresh: run
warehouse: {dist: account_key, sort: [account_key]}
columns:
  account_key: {type: varchar, about: 'what facts name: the account as it was when they happened; (unknown) for accounts nobody told us of, (none) for what moved no account', pii: none, checks: [not_null]}
  account_id: {type: varchar, about: 'token of the account: the same for all periods'}
  valid_from: {type: timestamp(3), about: 'first instant of the period, UTC; the first period that is known begins with 1900'}
  valid_to: {type: timestamp(3), about: 'instant at which the next period begins, UTC; 9999-12-31 for the present one'}
  is_current: {type: boolean, about: 'whether this is how the account is now: one row of each account'}
  customer_id: {type: varchar, about: 'token of the holder, (unknown) when not told'}
  account_type: {type: varchar, about: 'kind, e.g. current, savings, loan, card; (unknown) when not told'}
  currency: {type: varchar, about: 'ISO 4217 code of the account, (unknown) when not told'}
  status: {type: varchar, about: 'state, e.g. open, closed, frozen; (unknown) when not told'}
  branch_id: {type: varchar, about: 'branch that keeps it, (unknown) when not told'}
  country: {type: varchar, about: 'ISO 3166 alpha-2 code of the branch, (unknown) when not told'}
  opened_on: {type: date, about: 'first day, NULL when not told'}
  closed_on: {type: date, about: 'last day, NULL while it is open'}
  credit_limit: {type: 'decimal(18,4)', about: 'agreed overdraft, NULL when not told'}
  interest_rate: {type: 'decimal(12,8)', about: 'yearly rate as a fraction, NULL when not told'}
  is_active: {type: boolean, about: 'whether it can be used, NULL when not told'}
checks:
  - {unique: [account_id, valid_from]}
  - {id: forward, expression: valid_from < valid_to, about: a period ends after it begins}
reconcile:
  about: every period of the accounts and the two members of their own, and each account current once
  select: |
    SELECT count(*) + 2 AS periods, count(DISTINCT account_id) + 2 AS accounts
    FROM ${silver}.accounts
  measures:
    periods: count(*)
    accounts: count(CASE WHEN is_current THEN 1 END)
*/
WITH periods AS (
    SELECT
        account_id, valid_from, valid_to, is_current, customer_id, account_type, currency, status,
        branch_id, country, opened_on, closed_on, credit_limit, interest_rate, is_active
    FROM ${silver}.accounts
),
members AS (
    SELECT
        to_hex(md5(to_utf8(concat(
            account_id, '/', CAST(date_diff('millisecond', CAST(date('1970-01-01') AS timestamp(3)), valid_from) AS varchar)
        )))) AS account_key,
        *
    FROM periods
    UNION ALL
    SELECT
        member, member, CAST(date('1900-01-01') AS timestamp(3)), CAST(date('9999-12-31') AS timestamp(3)), true,
        member, member, member, member, member, member, NULL, NULL, NULL, NULL, NULL
    FROM (VALUES '(unknown)', '(none)') AS special (member)
)
SELECT
    account_key,
    account_id,
    valid_from,
    valid_to,
    is_current,
    coalesce(customer_id, '(unknown)') AS customer_id,
    account_type,
    coalesce(currency, '(unknown)') AS currency,
    status,
    coalesce(branch_id, '(unknown)') AS branch_id,
    coalesce(country, '(unknown)') AS country,
    opened_on,
    closed_on,
    credit_limit,
    interest_rate,
    is_active
FROM members
