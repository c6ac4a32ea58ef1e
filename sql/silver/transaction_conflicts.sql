/*
title: Versions that tried to change what was booked
grain: one row per source_system, transaction_id, business_date and attempted change
key: [source_system, transaction_id, version, business_date]
domain: shared
slice: {by: day, column: business_date, lookback: 0}
refresh: run
columns:
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  version: {type: varchar, about: 'position of the version: event time, door, sequence, subsequence, shard, arrival'}
  event_time: {type: timestamp(3), about: 'when the change was recorded, UTC'}
  status: {type: varchar, about: state that the version claims}
  amount: {type: 'decimal(18,4)', about: amount that the version claims}
  currency: {type: varchar, about: currency that the version claims}
  type: {type: varchar, about: type that the version claims}
  account_id: {type: varchar, about: account that the version claims}
  booked_amount: {type: 'decimal(18,4)', about: amount as booked, checks: [not_null]}
  booked_currency: {type: varchar, about: currency as booked}
  booked_type: {type: varchar, about: type as booked}
  booked_account_id: {type: varchar, about: account as booked}
  received: {type: bigint, about: how often the change was received}
  business_date: {type: varchar, about: business day that the version names}
reconcile:
  about: changes counted again by joining each version with the first one that was COMPLETED
  select: |
    WITH versions AS (
        SELECT
            t.business_date, t.source_system, t.transaction_id, t.status, t.event_time,
            concat_ws(
                '/', CAST(CAST(t.amount AS decimal(18,4)) AS varchar), t.currency, t.type,
                coalesce(t.account_id, '')
            ) AS booking,
            concat_ws(
                '/', t.event_time, CASE t._door WHEN 'stream' THEN '0' ELSE '1' END, t._sequence,
                lpad(CAST(t._subsequence AS varchar), 12, '0'), t._shard, t._ingested_at
            ) AS version
        FROM ${bronze}.transactions AS t
        WHERE t._key64 IN (SELECT _key64 FROM ${silver}.moved_transactions)
            OR t._key64 IN (
                SELECT _key64 FROM ${bronze}.transactions GROUP BY _key64 HAVING count(*) > 1
            )
    ),
    booked AS (
        SELECT
            business_date, source_system, transaction_id,
            min(version) AS version, min_by(booking, version) AS booking
        FROM versions
        WHERE status = 'COMPLETED'
        GROUP BY business_date, source_system, transaction_id
    ),
    elsewhere AS (
        SELECT
            business_date, source_system, transaction_id, booked_version AS version,
            concat_ws(
                '/', CAST(booked_amount AS varchar), booked_currency, booked_type,
                coalesce(booked_account, '')
            ) AS booking
        FROM ${silver}.moved_transactions
        WHERE booked_version IS NOT NULL
    )
    SELECT
        v.business_date AS slice,
        count(DISTINCT concat_ws('/', v.source_system, v.transaction_id, v.event_time, v.booking))
            AS changes,
        count(*) AS received
    FROM versions AS v
    LEFT JOIN booked AS b
        ON b.business_date = v.business_date AND b.source_system = v.source_system
        AND b.transaction_id = v.transaction_id
    LEFT JOIN elsewhere AS e
        ON e.business_date = v.business_date AND e.source_system = v.source_system
        AND e.transaction_id = v.transaction_id
    WHERE v.version > coalesce(e.version, b.version) AND v.booking <> coalesce(e.booking, b.booking)
    GROUP BY v.business_date
  measures:
    changes: count(*)
    received: sum(received)
*/
WITH moved AS (
    SELECT
        _key64, source_system, transaction_id, business_date, booked_version, booked_amount,
        booked_currency, booked_type, booked_account
    FROM ${silver}.moved_transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
),
repeated AS (
    SELECT _key64
    FROM ${bronze}.transactions
    GROUP BY _key64, business_date
    HAVING count(*) > 1
    UNION
    SELECT _key64
    FROM moved
),
versions AS (
    SELECT
        _key64, source_system, transaction_id, business_date, event_time, status, currency, type,
        account_id, CAST(amount AS decimal(18,4)) AS amount,
        concat_ws(
            '/', event_time, CASE _door WHEN 'stream' THEN '0' ELSE '1' END, _sequence,
            lpad(CAST(_subsequence AS varchar), 12, '0'), _shard, _ingested_at
        ) AS version
    FROM ${bronze}.transactions
    WHERE _key64 IN (SELECT _key64 FROM repeated)
),
booked_here AS (
    SELECT
        *,
        first_value(status) OVER first_completed AS first_status,
        first_value(version) OVER first_completed AS first_version,
        first_value(amount) OVER first_completed AS first_amount,
        first_value(currency) OVER first_completed AS first_currency,
        first_value(type) OVER first_completed AS first_type,
        first_value(account_id) OVER first_completed AS first_account
    FROM versions
    WINDOW first_completed AS (
        PARTITION BY source_system, transaction_id, business_date
        ORDER BY CASE WHEN status = 'COMPLETED' THEN 0 ELSE 1 END, version
    )
),
booked AS (
    SELECT
        v.source_system, v.transaction_id, v.business_date, v.version, v.event_time, v.status,
        v.amount, v.currency, v.type, v.account_id,
        CASE
            WHEN m.booked_version IS NOT NULL THEN m.booked_version
            WHEN v.first_status = 'COMPLETED' THEN v.first_version
        END AS booked_version,
        coalesce(m.booked_amount, v.first_amount) AS booked_amount,
        coalesce(m.booked_currency, v.first_currency) AS booked_currency,
        coalesce(m.booked_type, v.first_type) AS booked_type,
        CASE
            WHEN m.booked_version IS NOT NULL THEN m.booked_account ELSE v.first_account
        END AS booked_account
    FROM booked_here AS v
    LEFT JOIN moved AS m
        ON m._key64 = v._key64 AND m.source_system = v.source_system
        AND m.transaction_id = v.transaction_id AND m.business_date = v.business_date
),
conflicts AS (
    SELECT
        *,
        count(*) OVER (
            PARTITION BY source_system, transaction_id, business_date, event_time, amount,
                currency, type, account_id
        ) AS received,
        row_number() OVER (
            PARTITION BY source_system, transaction_id, business_date, event_time, amount,
                currency, type, account_id
            ORDER BY version
        ) AS place
    FROM booked
    WHERE version > booked_version
        AND (
            amount <> booked_amount OR currency <> booked_currency OR type <> booked_type
            OR coalesce(account_id, '') <> coalesce(booked_account, '')
        )
)
SELECT
    source_system,
    transaction_id,
    version,
    CAST(from_iso8601_timestamp(event_time) AS timestamp(3)) AS event_time,
    status,
    amount,
    currency,
    type,
    account_id,
    booked_amount,
    booked_currency,
    booked_type,
    booked_account AS booked_account_id,
    received,
    business_date
FROM conflicts
WHERE place = 1
