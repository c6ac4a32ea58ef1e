/*
title: Unusual movements of bank accounts
grain: one row per source_system, transaction_id, anomaly
key: [source_system, transaction_id, anomaly]
domain: banking
slice: {by: day, column: business_date, lookback: 30}
refresh: daily
warehouse: {dist: account_id, sort: [business_date, anomaly]}
columns:
  source_system: {type: varchar, about: system that recorded the transaction}
  transaction_id: {type: varchar, about: the transaction within its source system}
  anomaly: {type: varchar, about: 'amount: five times the average of the account in the 30 days before or more, and its largest, or an outlier among its kind; velocity: the tenth or later of an hour; new_counterparty: pays at least twice its average to an account that it had nothing to do with in the 30 days before; impossible_travel: at a place in another country less than two hours after the one before; structuring: cash below ${large_amount} that comes to it with that of the two days before', checks: [{in_set: [amount, velocity, new_counterparty, impossible_travel, structuring]}]}
  account_id: {type: varchar, about: token of the account}
  customer_id: {type: varchar, about: 'token of the customer, NULL when the transaction names none'}
  transaction_time: {type: timestamp(3), about: 'when it happened, UTC'}
  type: {type: varchar, about: 'payment, transfer, deposit, withdrawal or fee'}
  direction: {type: varchar, about: 'credit: money came in, debit: money went out'}
  channel: {type: varchar, about: where it happened}
  country: {type: varchar, about: country of the place}
  counterparty_account: {type: varchar, about: token of the other account}
  currency: {type: varchar, about: ISO 4217 code of the amount}
  amount: {type: 'decimal(18,4)', about: amount of the transaction}
  observed: {type: double, about: 'the figure that is unusual: the amount, transactions of the hour, minutes since the place before, or cash of three days'}
  usual: {type: double, about: 'what it is held against: the average of the account, 10 transactions, 120 minutes, or the limit; NULL for an outlier of an account with fewer than five movements in 30 days'}
  score: {type: bigint, about: '1-100, 100 is most unusual. amount and new_counterparty: ten for each time the average, an outlier 40 and five for each unit of its z-score; velocity: 50 and five for each beyond ten; impossible_travel: 50 after two hours, 100 at once; structuring: 50 for two parts, ten for each more, at most 90, and ten when one is 80 % of the limit or more', checks: [{between: [1, 100]}]}
  reason: {type: varchar, about: why it is listed, checks: [not_null]}
  business_date: {type: varchar, about: business day}
reconcile:
  about: days of accounts with cash in parts, found again by adding each day to the two after it
  select: |
    WITH parts AS (
        SELECT
            business_date, account_id, direction, currency, count(*) AS parts,
            sum(coalesce(amount_reporting, amount)) AS value
        FROM ${silver}.transactions
        WHERE business_date >= '${read_start}' AND business_date < '${slice_end}'
            AND status = 'COMPLETED' AND account_id IS NOT NULL AND direction IS NOT NULL
            AND type IN ('deposit', 'withdrawal') AND channel IN ('branch', 'atm')
            AND coalesce(amount_reporting, amount) < ${large_amount}
        GROUP BY business_date, account_id, direction, currency
    ),
    near AS (
        SELECT
            CAST(date_add('day', s.later, CAST(p.business_date AS date)) AS varchar) AS business_date,
            sum(p.parts) AS parts, sum(p.value) AS value,
            count(CASE WHEN s.later = 0 THEN 1 END) AS own
        FROM parts AS p
        CROSS JOIN UNNEST(ARRAY[0, 1, 2]) AS s (later)
        GROUP BY 1, p.account_id, p.direction, p.currency
    )
    SELECT business_date AS slice, count(*) AS structured
    FROM near
    WHERE own = 1 AND parts >= 2 AND value >= ${large_amount}
    GROUP BY business_date
  measures:
    structured: count(CASE WHEN anomaly = 'structuring' THEN 1 END)
*/
WITH movements AS (
    SELECT
        source_system, transaction_id, account_id, customer_id, transaction_time, type, direction, channel, country,
        counterparty_account, currency, amount, business_date,
        CASE WHEN outlier_score > 0 AND is_outlier THEN outlier_score END AS outlier,
        date_diff('day', CAST('1970-01-01' AS date), date(business_date)) AS day_number,
        CAST(floor(to_unixtime(transaction_time)) AS bigint) AS second,
        channel IN ('pos', 'atm', 'branch') AND country IS NOT NULL AS is_present,
        coalesce(card_token, '') AS card,
        coalesce(amount_reporting, amount) AS value,
        type IN ('deposit', 'withdrawal') AND channel IN ('branch', 'atm')
            AND coalesce(amount_reporting, amount) < ${large_amount} AS is_part
    FROM ${silver}.transactions
    WHERE business_date >= '${read_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND account_id IS NOT NULL AND direction IS NOT NULL
),
windowed AS (
    SELECT
        *,
        count(*) OVER own_month AS month_count,
        CAST(sum(amount) OVER own_month AS double) AS month_amount,
        max(amount) OVER own_month AS month_largest,
        count(*) OVER last_hour AS hour_count,
        min(second) OVER last_hour AS hour_first,
        lag(country) OVER places AS place_before,
        second - lag(second) OVER places AS seconds_since,
        count(*) OVER (
            PARTITION BY account_id, counterparty_account
            ORDER BY day_number
            RANGE BETWEEN 30 PRECEDING AND 1 PRECEDING
        ) AS met_before,
        count(CASE WHEN is_part THEN 1 END) OVER three_days AS parts,
        sum(CASE WHEN is_part THEN value END) OVER three_days AS parts_value,
        max(CASE WHEN is_part THEN value END) OVER three_days AS parts_largest,
        row_number() OVER (
            PARTITION BY account_id, direction, currency, business_date, is_part
            ORDER BY second DESC, source_system DESC, transaction_id DESC
        ) AS place_from_end
    FROM movements
    WINDOW
        own_month AS (
            PARTITION BY account_id, direction, currency ORDER BY day_number
            RANGE BETWEEN 30 PRECEDING AND 1 PRECEDING
        ),
        three_days AS (
            PARTITION BY account_id, direction, currency ORDER BY day_number
            RANGE BETWEEN 2 PRECEDING AND CURRENT ROW
        ),
        last_hour AS (
            PARTITION BY account_id ORDER BY second RANGE BETWEEN 3599 PRECEDING AND CURRENT ROW
        ),
        places AS (PARTITION BY account_id, card, is_present ORDER BY second, source_system, transaction_id)
),
measured AS (
    SELECT
        *,
        CASE WHEN month_count >= 5 THEN CAST(month_amount AS double) / NULLIF(month_count, 0) END AS average,
        CASE
            WHEN month_count >= 5 THEN CAST(CAST(amount AS double) * month_count AS double) / NULLIF(month_amount, 0)
        END AS times
    FROM windowed
),
-- Sources without a clock give midnight: order tells nothing then, hence more than 0 seconds.
scored AS (
    SELECT
        m.*, a.anomaly,
        CASE
            WHEN a.anomaly = 'amount' AND (times >= 5 AND amount > month_largest OR outlier IS NOT NULL)
                THEN greatest(
                    CASE WHEN times >= 5 AND amount > month_largest THEN least(10 * times, 100) ELSE 0 END,
                    coalesce(least(40 + 5 * outlier, 100), 0)
                )
            WHEN a.anomaly = 'velocity' AND hour_count >= 10 AND hour_first < second
                THEN least(50 + 5 * (hour_count - 10), 100)
            WHEN a.anomaly = 'new_counterparty' AND direction = 'debit' AND counterparty_account IS NOT NULL
                AND met_before = 0 AND times >= 2
                THEN least(10 * times, 100)
            WHEN a.anomaly = 'impossible_travel' AND is_present AND place_before <> country
                AND seconds_since > 0 AND seconds_since < 7200
                THEN 100 - CAST(seconds_since AS double) / 144
            WHEN a.anomaly = 'structuring' AND is_part AND place_from_end = 1 AND parts >= 2
                AND parts_value >= ${large_amount}
                THEN least(30 + 10 * parts, 90) + CASE WHEN parts_largest * 10 >= 8 * ${large_amount} THEN 10 ELSE 0 END
        END AS raw_score
    FROM measured AS m
    CROSS JOIN UNNEST(ARRAY['amount', 'velocity', 'new_counterparty', 'impossible_travel', 'structuring'])
        AS a (anomaly)
)
SELECT
    source_system, transaction_id, anomaly, account_id, customer_id, transaction_time, type, direction, channel, country,
    counterparty_account, currency, amount,
    CASE anomaly
        WHEN 'velocity' THEN CAST(hour_count AS double)
        WHEN 'impossible_travel' THEN CAST(seconds_since AS double) / 60
        WHEN 'structuring' THEN CAST(parts_value AS double)
        ELSE CAST(amount AS double)
    END AS observed,
    CASE anomaly WHEN 'velocity' THEN 10 WHEN 'impossible_travel' THEN 120 WHEN 'structuring' THEN ${large_amount}
        ELSE average END AS usual,
    greatest(CAST(floor(raw_score) AS bigint), 1) AS score,
    CASE anomaly
        WHEN 'amount' THEN CASE
            WHEN times >= 5 AND amount > month_largest
                THEN concat(CAST(CAST(floor(times) AS bigint) AS varchar), ' times the average of the account')
            ELSE 'far above the payments of its kind on the day'
        END
        WHEN 'velocity' THEN concat(CAST(hour_count AS varchar), ' transactions of the account in one hour')
        WHEN 'new_counterparty' THEN concat(
            CAST(CAST(floor(times) AS bigint) AS varchar), ' times the average, to an account not met in 30 days'
        )
        WHEN 'impossible_travel' THEN concat(
            'in ', country, ' ', CAST(CAST(floor(CAST(seconds_since AS double) / 60) AS bigint) AS varchar),
            ' minutes after ', place_before
        )
        ELSE concat(CAST(parts AS varchar), ' cash movements of three days, each below ${large_amount}')
    END AS reason,
    business_date
FROM scored
WHERE raw_score IS NOT NULL
