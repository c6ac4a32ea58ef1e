/*
title: Transactions, typed and deduplicated
grain: one row per source_system, transaction_id, in its newest state
key: [source_system, transaction_id]
domain: shared
slice: {by: day, column: business_date, lookback: 0}
refresh: run
columns:
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  transaction_time: {type: timestamp(3), about: 'when it happened, UTC', checks: [not_null]}
  event_time: {type: timestamp(3), about: 'when this state was recorded, UTC', checks: [not_null]}
  channel: {type: varchar, about: 'where it happened: pos, web, app, branch, atm or partner'}
  type: {type: varchar, about: 'sale, refund, payment, transfer, deposit, withdrawal or fee', checks: [{in_set: [sale, refund, payment, transfer, deposit, withdrawal, fee]}]}
  status: {type: varchar, about: 'newest state that leaves what was booked untouched', checks: [{in_set: [PENDING, COMPLETED, FAILED, CANCELLED, REVERSED]}]}
  currency: {type: varchar, about: ISO 4217 code of every amount, checks: [{pattern: '^[A-Z]{3}$'}]}
  amount: {type: 'decimal(18,4)', about: 'total, never negative: type and direction tell its sign', checks: [not_null, {between: [0, '99999999999999.9999']}]}
  signed_amount: {type: 'decimal(18,4)', about: 'amount with its sign: + for sales and credits, - for refunds and debits'}
  amount_reporting: {type: 'decimal(18,4)', about: 'amount in ${reporting_currency}, never negative; NULL without a rate of the day or the 6 before'}
  reporting_rate_date: {type: date, about: day of the rate}
  reporting_rate_source: {type: varchar, about: 'who published the rate, and whether it is direct, inverse or cross; same currency when none was needed'}
  account_id: {type: varchar, about: 'token of the account that is moved, banks only'}
  direction: {type: varchar, about: 'debit or credit, seen from the account', checks: [{in_set: [debit, credit]}]}
  store_id: {type: varchar, about: store of the sale or refund}
  customer_id: {type: varchar, about: 'token of the customer, NULL when anonymous'}
  counterparty_account: {type: varchar, about: token of the other account}
  original_transaction_id: {type: varchar, about: what a refund or reversal takes back}
  merchant_id: {type: varchar, about: merchant of a payment}
  seller_id: {type: varchar, about: seller on a marketplace}
  mcc: {type: varchar, about: merchant category code}
  country: {type: varchar, about: ISO 3166 code of the place}
  tax: {type: 'decimal(18,4)', about: tax in the amount}
  balance_after: {type: 'decimal(18,4)', about: balance of the account afterwards}
  value_date: {type: date, about: day from which interest counts}
  promised_at: {type: timestamp(3), about: promised delivery}
  delivered_at: {type: timestamp(3), about: delivery}
  delivery_days: {type: double, about: 'days from the transaction to its delivery, NULL while not delivered'}
  is_late: {type: boolean, about: 'whether it was delivered after the promise, NULL without a promise or a delivery'}
  time_zone: {type: varchar, about: 'zone in which its business day is counted, NULL when the record names none'}
  local_hour: {type: bigint, about: 'hour on the clock of that zone, else of ${business_zone}: 0-23', checks: [{between: [0, 23]}]}
  weekday: {type: bigint, about: 'weekday of the business day, 1 Monday to 7 Sunday', checks: [{between: [1, 7]}]}
  card_last4: {type: varchar, about: last four digits of the card}
  card_token: {type: varchar, about: token of the card}
  items: {type: varchar, about: 'lines as JSON, see silver.transaction_items'}
  item_count: {type: bigint, about: number of lines}
  payments: {type: varchar, about: means of payment as JSON}
  attributes: {type: varchar, about: free texts of the source as JSON}
  quality_flag: {type: varchar, about: 'ok, or warn: and the reasons of the gate'}
  quality_score: {type: bigint, about: '0-100: 40 for no warning, 20 each for a known customer, a known place, and lines where a sale needs them', checks: [{between: [0, 100]}]}
  outlier_score: {type: double, about: 'robust z-score among the day, channel, type and currency: 0.6745 x (amount - median) over the median distance; NULL among fewer than 10 or when half of them are equal'}
  is_outlier: {type: boolean, about: whether that score is beyond 3.5 either way}
  door: {type: varchar, about: 'stream or file: how this state arrived'}
  ingested_at: {type: timestamp(3), about: when this state arrived}
  versions: {type: bigint, about: 'how often it was received for this day, duplicates and conflicts included'}
  business_date: {type: varchar, about: business day}
checks:
  - {id: reporting_rate, expression: amount_reporting IS NOT NULL, severity: warn, about: 'there is a rate into ${reporting_currency}'}
sums: [{column: amount, by: currency}]
reconcile:
  about: every received row is the winner, was replaced by it, or belongs to another day; a winner has the amount that was booked first, else the newest
  select: |
    WITH repeated AS (
        SELECT _key64 FROM ${bronze}.transactions
        GROUP BY _key64, business_date
        HAVING count(*) > 1
    ),
    elsewhere AS (
        SELECT _key64, source_system, transaction_id, business_date, winning_date, booked_amount
        FROM ${silver}.moved_transactions
    ),
    contested AS (
        SELECT
            t.business_date, count(*) AS versions,
            coalesce(
                max(e.booked_amount),
                min_by(CAST(t.amount AS decimal(18,4)), concat_ws(
                    '/', t.event_time, CASE t._door WHEN 'stream' THEN '0' ELSE '1' END, t._sequence,
                    lpad(CAST(t._subsequence AS varchar), 12, '0'), t._shard, t._ingested_at
                )) FILTER (WHERE t.status = 'COMPLETED'),
                max_by(CAST(t.amount AS decimal(18,4)), concat_ws(
                    '/', t.event_time, CASE t._door WHEN 'stream' THEN '0' ELSE '1' END, t._sequence,
                    lpad(CAST(t._subsequence AS varchar), 12, '0'), t._shard, t._ingested_at
                ))
            ) AS amount
        FROM ${bronze}.transactions AS t
        LEFT JOIN elsewhere AS e
            ON e._key64 = t._key64 AND e.source_system = t.source_system
            AND e.transaction_id = t.transaction_id AND e.business_date = t.business_date
        WHERE t._key64 IN (SELECT _key64 FROM repeated)
            AND (e._key64 IS NULL OR e.winning_date = t.business_date)
        GROUP BY t.business_date, t.source_system, t.transaction_id
    ),
    counted AS (
        SELECT business_date, count(*) AS transactions, sum(versions) AS versions, sum(amount) AS amount
        FROM contested
        GROUP BY business_date
        UNION ALL
        SELECT t.business_date, count(*), count(*), sum(CAST(t.amount AS decimal(18,4)))
        FROM ${bronze}.transactions AS t
        LEFT JOIN elsewhere AS e
            ON e._key64 = t._key64 AND e.source_system = t.source_system
            AND e.transaction_id = t.transaction_id AND e.business_date = t.business_date
        WHERE t._key64 NOT IN (SELECT _key64 FROM repeated)
            AND (e._key64 IS NULL OR e.winning_date = t.business_date)
        GROUP BY t.business_date
    )
    SELECT
        business_date AS slice, sum(transactions) AS transactions, sum(versions) AS versions,
        sum(amount) AS amount
    FROM counted
    GROUP BY business_date
  measures:
    transactions: count(*)
    versions: sum(versions)
    amount: sum(amount)
*/
WITH moved AS (
    SELECT
        _key64, source_system, transaction_id, business_date, winning_date,
        CASE WHEN booked_version IS NOT NULL THEN concat_ws(
            '/', CAST(booked_amount AS varchar), booked_currency, booked_type,
            coalesce(booked_account, '')
        ) END AS booking
    FROM ${silver}.moved_transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
),
repeated AS (
    SELECT _key64
    FROM ${bronze}.transactions
    GROUP BY _key64, business_date HAVING count(*) > 1
),
spreads AS (
    SELECT business_date, channel, type, currency, median, spread
    FROM ${silver}.amount_spreads
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
),
received AS (
    SELECT t.*, m.booking AS booked_elsewhere
    FROM ${bronze}.transactions AS t
    LEFT JOIN moved AS m ON m._key64 = t._key64 AND m.source_system = t.source_system
        AND m.transaction_id = t.transaction_id AND m.business_date = t.business_date
    WHERE m._key64 IS NULL OR m.winning_date = t.business_date
),
contested AS (
    SELECT
        *,
        CASE _door WHEN 'stream' THEN 0 ELSE 1 END AS door_order,
        CASE status WHEN 'COMPLETED' THEN 0 ELSE 1 END AS completed_first,
        concat_ws('/', CAST(CAST(amount AS decimal(18,4)) AS varchar), currency, type, coalesce(account_id, ''))
            AS booking
    FROM received
    WHERE _key64 IN (SELECT _key64 FROM repeated)
),
booked AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY _key64, source_system, transaction_id, business_date) AS versions,
        first_value(CASE WHEN completed_first = 0 THEN booking END) OVER (
            PARTITION BY _key64, source_system, transaction_id, business_date
            ORDER BY completed_first, event_time, door_order, _sequence, _subsequence, _shard, _ingested_at
        ) AS booked_here
    FROM contested
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY _key64, source_system, transaction_id, business_date
            ORDER BY
                CASE WHEN booking = coalesce(booked_elsewhere, booked_here, booking) THEN 0 ELSE 1 END,
                event_time DESC, door_order DESC, _sequence DESC, _subsequence DESC, _shard DESC,
                _ingested_at DESC
        ) AS place
    FROM booked
),
-- Nearly all keys were received once: they win as they are, and never enter a window.
newest AS (
    SELECT *, 0 AS door_order, 0 AS completed_first, '' AS booking, 1 AS versions, '' AS booked_here, 1 AS place
    FROM received
    WHERE _key64 NOT IN (SELECT _key64 FROM repeated)
    UNION ALL
    SELECT * FROM ranked WHERE place = 1
),
typed AS (
    SELECT
        *,
        CAST(amount AS decimal(18,4)) AS money,
        CAST(from_iso8601_timestamp(transaction_time) AS timestamp(3)) AS happened,
        CAST(from_iso8601_timestamp(promised_at) AS timestamp(3)) AS promised,
        CAST(from_iso8601_timestamp(delivered_at) AS timestamp(3)) AS delivered
    FROM newest
)
SELECT
    t.source_system, t.transaction_id, t.happened AS transaction_time,
    CAST(from_iso8601_timestamp(t.event_time) AS timestamp(3)) AS event_time,
    t.channel, t.type, t.status, t.currency, t.money AS amount,
    CASE WHEN t.type = 'sale' OR (t.type <> 'refund' AND t.direction = 'credit') THEN t.money
        ELSE -t.money END AS signed_amount,
    TRY_CAST(t.money * CASE t.currency WHEN '${reporting_currency}' THEN 1 ELSE r.rate END AS decimal(18,4))
        AS amount_reporting,
    CASE t.currency WHEN '${reporting_currency}' THEN date(t.business_date) ELSE r.rate_date END
        AS reporting_rate_date,
    CASE t.currency WHEN '${reporting_currency}' THEN 'same currency' ELSE r.source END
        AS reporting_rate_source,
    t.account_id, t.direction, t.store_id, t.customer_id, t.counterparty_account,
    t.original_transaction_id, t.merchant_id, t.seller_id, t.mcc, t.country,
    CAST(t.tax AS decimal(18,4)) AS tax,
    CAST(t.balance_after AS decimal(18,4)) AS balance_after,
    CAST(t.value_date AS date) AS value_date,
    t.promised AS promised_at, t.delivered AS delivered_at,
    CAST(date_diff('millisecond', t.happened, t.delivered) AS double) / 86400000 AS delivery_days,
    t.delivered > t.promised AS is_late, t.time_zone,
    hour(CAST(at_timezone(from_iso8601_timestamp(t.transaction_time),
        coalesce(t.time_zone, '${business_zone}')) AS timestamp(3))) AS local_hour,
    day_of_week(date(t.business_date)) AS weekday,
    t.card_last4, t.card_token, t.items, coalesce(json_array_length(t.items), 0) AS item_count,
    t.payments, t.attributes, t.data_quality_flag AS quality_flag,
    CASE WHEN t.data_quality_flag = 'ok' THEN 40 ELSE 0 END
        + CASE WHEN coalesce(t.customer_id, t.account_id) IS NULL THEN 0 ELSE 20 END
        + CASE WHEN coalesce(t.store_id, t.merchant_id, t.seller_id, t.account_id) IS NULL THEN 0 ELSE 20 END
        + CASE WHEN t.type IN ('sale', 'refund') AND t.items IS NULL THEN 0 ELSE 20 END
        AS quality_score,
    0.6745 * CAST(t.money - s.median AS double) / NULLIF(CAST(s.spread AS double), 0) AS outlier_score,
    coalesce(s.spread > 0, false)
        AND 0.6745 * abs(CAST(t.money - s.median AS double)) > 3.5 * CAST(s.spread AS double) AS is_outlier,
    t._door AS door, CAST(from_iso8601_timestamp(t._ingested_at) AS timestamp(3)) AS ingested_at,
    t.versions, t.business_date
FROM typed AS t
LEFT JOIN ${silver}.reporting_rates AS r
    ON r.currency = t.currency AND r.business_date = t.business_date
LEFT JOIN spreads AS s
    ON s.business_date = t.business_date AND s.channel = t.channel AND s.type = t.type
    AND s.currency = t.currency
