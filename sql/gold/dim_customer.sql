/*
title: Customers and how they changed, for the star schema
grain: one row per customer_id and period in which nothing of it changed, and one each for (unknown) and (none)
key: [customer_key]
domain: shared
slice: {by: none}
refresh: daily
warehouse: {dist: customer_key, sort: [customer_key]}
columns:
  customer_key: {type: varchar, about: 'what facts name: the customer as it was when they happened; (unknown) for customers nobody told us of, (none) for what nobody is known to have bought', pii: none, checks: [not_null]}
  customer_id: {type: varchar, about: 'token of the customer: the same for all periods'}
  valid_from: {type: timestamp(3), about: 'first instant of the period, UTC; the first period that is known begins with 1900'}
  valid_to: {type: timestamp(3), about: 'instant at which the next period begins, UTC; 9999-12-31 for the present one'}
  is_current: {type: boolean, about: 'whether this is how the customer is now: one row of each customer'}
  country: {type: varchar, about: 'ISO 3166 alpha-2 code of residence, (unknown) when not told'}
  region: {type: varchar, about: 'state or province, (unknown) when not told'}
  segment: {type: varchar, about: 'segment given by marketing, (unknown) when not told'}
  age_band: {type: varchar, about: 'age range, (unknown) when not told'}
  income_band: {type: varchar, about: 'income range, (unknown) when not told'}
  home_ownership: {type: varchar, about: 'owner, renter and the like, (unknown) when not told'}
  marital_status: {type: varchar, about: 'marital status, (unknown) when not told'}
  household_size: {type: varchar, about: 'persons in the household, (unknown) when not told'}
  household_composition: {type: varchar, about: 'who lives in the household, (unknown) when not told'}
  children: {type: varchar, about: 'children in the household, (unknown) when not told'}
  joined_on: {type: date, about: 'first day as a customer, NULL when not told'}
  is_active: {type: boolean, about: 'whether the customer is active, NULL when not told'}
  has_marketing_consent: {type: boolean, about: 'whether advertising may be sent, NULL when not told'}
checks:
  - {unique: [customer_id, valid_from]}
  - {id: forward, expression: valid_from < valid_to, about: a period ends after it begins}
reconcile:
  about: every period of the customers and the two members of their own, and each customer current once
  select: |
    SELECT count(*) + 2 AS periods, count(DISTINCT customer_id) + 2 AS customers
    FROM ${silver}.customers
  measures:
    periods: count(*)
    customers: count(CASE WHEN is_current THEN 1 END)
*/
WITH periods AS (
    SELECT
        customer_id, valid_from, valid_to, is_current, country, region, segment, age_band, income_band,
        home_ownership, marital_status, household_size, household_composition, children, joined_on,
        is_active, has_marketing_consent
    FROM ${silver}.customers
),
members AS (
    SELECT
        to_hex(md5(to_utf8(concat(
            customer_id, '/', CAST(date_diff('millisecond', CAST(date('1970-01-01') AS timestamp(3)), valid_from) AS varchar)
        )))) AS customer_key,
        *
    FROM periods
    UNION ALL
    SELECT
        member, member, CAST(date('1900-01-01') AS timestamp(3)), CAST(date('9999-12-31') AS timestamp(3)), true,
        member, member, member, member, member, member, member, member, member, member, NULL, NULL, NULL
    FROM (VALUES '(unknown)', '(none)') AS special (member)
)
SELECT
    customer_key,
    customer_id,
    valid_from,
    valid_to,
    is_current,
    coalesce(country, '(unknown)') AS country,
    region,
    segment,
    coalesce(age_band, '(unknown)') AS age_band,
    coalesce(income_band, '(unknown)') AS income_band,
    coalesce(home_ownership, '(unknown)') AS home_ownership,
    coalesce(marital_status, '(unknown)') AS marital_status,
    coalesce(household_size, '(unknown)') AS household_size,
    coalesce(household_composition, '(unknown)') AS household_composition,
    coalesce(children, '(unknown)') AS children,
    joined_on,
    is_active,
    has_marketing_consent
FROM members
