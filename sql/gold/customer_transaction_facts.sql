/*
title: Transactions of bank customers, for the star schema
grain: one row per source_system, transaction_id
key: [source_system, transaction_id]
domain: banking
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
warehouse: {dist: customer_key, sort: [business_date]}
columns:
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  customer_key: {type: varchar, about: 'the customer as it was then, in gold.dim_customer: who is named, else the holder of the account; (unknown) when nobody told us of the customer, (none) when none is named', pii: none, checks: [not_null]}
  account_key: {type: varchar, about: 'the account as it was then, in gold.dim_account; (unknown) when nobody told us of it', pii: none, checks: [not_null]}
  customer_id: {type: varchar, about: 'token of the customer, (none) when none is named', checks: [not_null]}
  account_id: {type: varchar, about: token of the account, checks: [not_null]}
  transaction_time: {type: timestamp(3), about: 'when it happened, UTC'}
  type: {type: varchar, about: 'payment, transfer, deposit, withdrawal or fee'}
  status: {type: varchar, about: 'COMPLETED moved money; PENDING, FAILED, CANCELLED and REVERSED did not'}
  direction: {type: varchar, about: 'credit: money comes in, debit: money goes out'}
  channel: {type: varchar, about: where it happened}
  country: {type: varchar, about: 'country of the place, (unknown) when not told', checks: [not_null]}
  merchant_id: {type: varchar, about: 'merchant of a payment, (none) without one'}
  counterparty_account: {type: varchar, about: 'token of the other account, NULL without one'}
  currency: {type: varchar, about: ISO 4217 code of the amounts}
  amount: {type: 'decimal(18,4)', about: 'total, never negative', checks: [not_null]}
  moved_amount: {type: 'decimal(18,4)', about: 'what it moved on the account, + in and - out; 0 unless completed', checks: [not_null]}
  amount_reporting: {type: 'decimal(18,4)', about: 'total in ${reporting_currency}, NULL without a rate'}
  balance_after: {type: 'decimal(18,4)', about: 'balance of the account afterwards, NULL when not told'}
  is_cash: {type: boolean, about: deposit or withdrawal at a branch or cash machine}
  is_cross_border: {type: boolean, about: 'whether the place is in another country than the account, or than ${home_country} when that is not told'}
  risk_score: {type: bigint, about: '0-100: 40 for the amount (full at ${large_amount}), 20 for an outlier among its kind, 15 across a border, 15 on a closed or frozen account, 5 for cash, 5 between midnight and six', checks: [{between: [0, 100]}]}
  risk: {type: varchar, about: 'HIGH_RISK: score of 70 or more, LARGE_TRANSACTION_RISK: amount of ${large_amount} or more, else NORMAL_RISK', checks: [{in_set: [HIGH_RISK, LARGE_TRANSACTION_RISK, NORMAL_RISK]}]}
  risk_reason: {type: varchar, about: what adds to the score beside the amount, checks: [not_null]}
  business_date: {type: varchar, about: 'business day, in gold.dim_date'}
sums: [{column: moved_amount, by: currency}]
reconcile:
  about: movements of accounts added up again from silver, whatever dimensions know
  select: |
    SELECT
        business_date AS slice, count(*) AS transactions,
        sum(CASE WHEN status = 'COMPLETED' THEN signed_amount ELSE 0 END) AS moved_amount
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND account_id IS NOT NULL AND type NOT IN ('sale', 'refund')
    GROUP BY business_date
  measures:
    transactions: count(*)
    moved_amount: sum(moved_amount)
*/
WITH transactions AS (
    SELECT
        source_system, transaction_id, customer_id, account_id, transaction_time, type, status, direction, channel,
        country, merchant_id, counterparty_account, currency, amount, signed_amount, amount_reporting, balance_after,
        local_hour, is_outlier, business_date
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND account_id IS NOT NULL AND type NOT IN ('sale', 'refund')
),
accounts AS (
    SELECT account_key, account_id, valid_from, valid_to, customer_id, status, country
    FROM ${gold}.dim_account
),
customers AS (
    SELECT customer_key, customer_id, valid_from, valid_to
    FROM ${gold}.dim_customer
),
held AS (
    SELECT
        t.*, coalesce(a.account_key, '(unknown)') AS account_key,
        coalesce(t.customer_id, CASE WHEN a.customer_id <> '(unknown)' THEN a.customer_id END) AS holder,
        coalesce(a.status IN ('closed', 'frozen'), false) AS is_stopped,
        t.type IN ('deposit', 'withdrawal') AND t.channel IN ('branch', 'atm') AS is_cash,
        coalesce(t.country <> CASE WHEN a.country <> '(unknown)' THEN a.country ELSE '${home_country}' END, false)
            AS is_abroad,
        -- A source without a clock tells midnight sharp.
        t.local_hour < 6 AND t.local_hour + minute(t.transaction_time) + second(t.transaction_time) > 0 AS is_night,
        coalesce(t.amount_reporting, t.amount) AS value
    FROM transactions AS t
    LEFT JOIN accounts AS a
        ON a.account_id = t.account_id AND t.transaction_time >= a.valid_from AND t.transaction_time < a.valid_to
),
scored AS (
    SELECT
        h.*,
        CASE WHEN h.holder IS NULL THEN '(none)' ELSE coalesce(c.customer_key, '(unknown)') END AS customer_key,
        CAST(floor(40 * least(CAST(h.value AS double) / NULLIF(${large_amount}, 0), 1)) AS bigint)
            + CASE WHEN h.is_outlier THEN 20 ELSE 0 END
            + CASE WHEN h.is_abroad THEN 15 ELSE 0 END
            + CASE WHEN h.is_stopped THEN 15 ELSE 0 END
            + CASE WHEN h.is_cash THEN 5 ELSE 0 END
            + CASE WHEN h.is_night THEN 5 ELSE 0 END AS risk_score
    FROM held AS h
    LEFT JOIN customers AS c
        ON c.customer_id = h.holder AND h.transaction_time >= c.valid_from AND h.transaction_time < c.valid_to
)
SELECT
    source_system, transaction_id, customer_key, account_key,
    coalesce(holder, '(none)') AS customer_id,
    account_id, transaction_time, type, status, direction, channel,
    coalesce(country, '(unknown)') AS country,
    coalesce(merchant_id, '(none)') AS merchant_id,
    counterparty_account, currency, amount,
    CASE WHEN status = 'COMPLETED' THEN signed_amount ELSE 0 END AS moved_amount,
    amount_reporting, balance_after, is_cash,
    is_abroad AS is_cross_border,
    risk_score,
    CASE
        WHEN risk_score >= 70 THEN 'HIGH_RISK'
        WHEN value >= ${large_amount} THEN 'LARGE_TRANSACTION_RISK'
        ELSE 'NORMAL_RISK'
    END AS risk,
    CASE
        WHEN is_outlier OR is_abroad OR is_stopped OR is_cash OR is_night THEN concat_ws(
            ', ',
            CASE WHEN is_outlier THEN 'unusual amount' END, CASE WHEN is_abroad THEN 'across a border' END,
            CASE WHEN is_stopped THEN 'closed or frozen account' END, CASE WHEN is_cash THEN 'cash' END,
            CASE WHEN is_night THEN 'at night' END
        )
        ELSE 'nothing but the amount'
    END AS risk_reason,
    business_date
FROM scored
