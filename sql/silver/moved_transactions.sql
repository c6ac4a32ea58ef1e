/*
title: Transactions that stand on more than one business day
grain: one row per source_system, transaction_id, business_date on which the transaction stands
key: [source_system, transaction_id, business_date]
domain: shared
slice: {by: none}
refresh: run
depend_by: business_date
columns:
  _key64: {type: bigint, about: 'hash of the key, to join by first'}
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  business_date: {type: varchar, about: a day on which it stands, checks: [not_null]}
  winning_date: {type: varchar, about: the day that keeps it, checks: [not_null]}
  booked_version: {type: varchar, about: 'position of the version that booked it, NULL when none is COMPLETED'}
  booked_amount: {type: 'decimal(18,4)', about: amount as booked}
  booked_currency: {type: varchar, about: currency as booked}
  booked_type: {type: varchar, about: type as booked}
  booked_account: {type: varchar, about: 'account as booked, NULL when it names none'}
reconcile:
  about: keys and days counted again from bronze, without the winner's rule
  select: |
    SELECT count(*) AS transactions, sum(days) AS transaction_days
    FROM (
        SELECT source_system, transaction_id, count(DISTINCT business_date) AS days
        FROM ${bronze}.transactions
        WHERE _key64 IN (
            SELECT _key64 FROM ${bronze}.transactions
            GROUP BY _key64
            HAVING min(date(business_date)) <> max(date(business_date))
        )
        GROUP BY source_system, transaction_id
        HAVING count(DISTINCT business_date) > 1
    ) AS spread
  measures:
    transactions: count(CASE WHEN business_date = winning_date THEN 1 END)
    transaction_days: count(*)
*/
WITH candidates AS (
    SELECT _key64
    FROM ${bronze}.transactions
    GROUP BY _key64
    HAVING min(date(business_date)) <> max(date(business_date))
),
versions AS (
    SELECT
        _key64, source_system, transaction_id, business_date, status, currency, type,
        coalesce(account_id, '') AS account, CAST(amount AS decimal(18,4)) AS amount,
        concat_ws(
            '/', event_time, CASE _door WHEN 'stream' THEN '0' ELSE '1' END, _sequence,
            lpad(CAST(_subsequence AS varchar), 12, '0'), _shard, _ingested_at
        ) AS version
    FROM ${bronze}.transactions
    WHERE _key64 IN (SELECT _key64 FROM candidates)
),
booked AS (
    SELECT
        _key64, source_system, transaction_id, business_date, version, amount, currency, type, account,
        first_value(status) OVER first_completed = 'COMPLETED' AS is_booked,
        first_value(version) OVER first_completed AS booked_version,
        first_value(amount) OVER first_completed AS booked_amount,
        first_value(currency) OVER first_completed AS booked_currency,
        first_value(type) OVER first_completed AS booked_type,
        first_value(account) OVER first_completed AS booked_account,
        min(business_date) OVER of_key <> max(business_date) OVER of_key AS is_spread
    FROM versions
    WINDOW
        of_key AS (PARTITION BY source_system, transaction_id),
        first_completed AS (
            PARTITION BY source_system, transaction_id
            ORDER BY CASE WHEN status = 'COMPLETED' THEN 0 ELSE 1 END, version, business_date
        )
),
won AS (
    SELECT
        _key64, source_system, transaction_id, business_date, is_booked, booked_version,
        booked_amount, booked_currency, booked_type, booked_account,
        first_value(business_date) OVER (
            PARTITION BY source_system, transaction_id
            ORDER BY
                CASE
                    WHEN NOT is_booked THEN 0
                    WHEN amount = booked_amount AND currency = booked_currency
                        AND type = booked_type AND account = booked_account THEN 0
                    ELSE 1
                END,
                version DESC,
                business_date DESC
        ) AS winning_date
    FROM booked
    WHERE is_spread
)
SELECT
    max(_key64) AS _key64,
    source_system,
    transaction_id,
    business_date,
    max(winning_date) AS winning_date,
    max(CASE WHEN is_booked THEN booked_version END) AS booked_version,
    max(CASE WHEN is_booked THEN booked_amount END) AS booked_amount,
    max(CASE WHEN is_booked THEN booked_currency END) AS booked_currency,
    max(CASE WHEN is_booked THEN booked_type END) AS booked_type,
    max(CASE WHEN is_booked THEN NULLIF(booked_account, '') END) AS booked_account
FROM won
GROUP BY source_system, transaction_id, business_date
