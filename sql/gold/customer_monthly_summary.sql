/*
title: A month of a customer's account
grain: one row per customer_id, account_id, month_start, currency
key: [customer_id, account_id, month_start, currency]
domain: shared
slice: {by: month, column: month_start, lookback: 2}
refresh: daily
warehouse: {dist: customer_id, sort: [month_start, customer_id]}
columns:
  customer_id: {type: varchar, about: token of the customer; anonymous transactions are in no customer table}
  account_id: {type: varchar, about: 'token of the account, (none) for transactions without one'}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  transactions: {type: bigint, about: 'completed transactions, refunds apart'}
  total_amount: {type: 'decimal(38,4)', about: 'completed amounts whatever their direction, refunds apart'}
  average_amount: {type: double, about: average of them}
  min_amount: {type: 'decimal(18,4)', about: smallest of them}
  max_amount: {type: 'decimal(18,4)', about: largest of them}
  refunds: {type: bigint, about: completed refunds}
  refund_amount: {type: 'decimal(38,4)', about: completed refunds}
  active_days: {type: bigint, about: business days with a completed transaction}
  first_time: {type: timestamp(3), about: 'first completed transaction of the month, UTC'}
  last_time: {type: timestamp(3), about: 'last completed transaction of the month, UTC'}
  rolling_3_month_total: {type: 'decimal(38,4)', about: total of this and the two months before}
  previous_month_total: {type: 'decimal(38,4)', about: 'total of the month before, NULL when there was none'}
  month_on_month_change: {type: double, about: 'growth over the month before, 0.5 = half more; NULL when that was nothing'}
  activity: {type: varchar, about: 'HIGH: more than twice the month before, LOW: less than half, else NORMAL', checks: [{in_set: [HIGH, LOW, NORMAL]}]}
  risk: {type: varchar, about: 'HIGH_RISK: score of 70 or more, LARGE_TRANSACTION_RISK: one of ${large_amount} or more, else NORMAL_RISK', checks: [{in_set: [HIGH_RISK, LARGE_TRANSACTION_RISK, NORMAL_RISK]}]}
  risk_score: {type: bigint, about: '0-100: 40 for the largest amount (full at ${large_amount}), 30 for the change (full at threefold), 30 for the count (full at 100)', checks: [{between: [0, 100]}]}
  risk_reason: {type: varchar, about: 'what weighs most in the score: the largest amount, the change or the count', checks: [not_null]}
  month_start: {type: varchar, about: first day of the month of the business days}
sums: [{column: total_amount, by: currency}]
reconcile:
  about: transactions of known customers added up again from silver
  select: |
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS slice,
        count(*) AS transactions,
        sum(CASE WHEN type <> 'refund' THEN amount END) AS total_amount,
        sum(CASE WHEN type = 'refund' THEN amount END) AS refund_amount
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND customer_id IS NOT NULL
    GROUP BY 1
  measures:
    transactions: sum(transactions + refunds)
    total_amount: sum(total_amount)
    refund_amount: sum(refund_amount)
*/
WITH transactions AS (
    SELECT
        concat(substr(business_date, 1, 7), '-01') AS month_start,
        customer_id, coalesce(account_id, '(none)') AS account_id, currency,
        CASE WHEN type <> 'refund' THEN amount END AS amount,
        CASE WHEN type = 'refund' THEN amount END AS refund,
        transaction_time, business_date
    FROM ${silver}.transactions
    WHERE business_date >= '${read_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND customer_id IS NOT NULL
),
months AS (
    SELECT
        customer_id,
        account_id,
        currency,
        month_start,
        year(date(month_start)) * 12 + month(date(month_start)) AS month_number,
        count(amount) AS transactions,
        coalesce(sum(amount), 0) AS total_amount,
        min(amount) AS min_amount,
        max(amount) AS max_amount,
        count(refund) AS refunds,
        coalesce(sum(refund), 0) AS refund_amount,
        count(DISTINCT business_date) AS active_days,
        min(transaction_time) AS first_time,
        max(transaction_time) AS last_time
    FROM transactions
    GROUP BY customer_id, account_id, currency, month_start
),
compared AS (
    SELECT
        *,
        sum(total_amount) OVER (
            PARTITION BY customer_id, account_id, currency
            ORDER BY month_number
            RANGE BETWEEN 2 PRECEDING AND CURRENT ROW
        ) AS rolling_3_month_total,
        sum(total_amount) OVER (
            PARTITION BY customer_id, account_id, currency
            ORDER BY month_number
            RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING
        ) AS previous_month_total
    FROM months
),
scored AS (
    SELECT
        *,
        CAST(total_amount - previous_month_total AS double)
            / NULLIF(CAST(previous_month_total AS double), 0) AS month_on_month_change,
        40 * least(CAST(coalesce(max_amount, 0) AS double) / NULLIF(${large_amount}, 0), 1) AS size_score,
        30 * least(CAST(transactions AS double) / 100, 1) AS count_score
    FROM compared
),
weighed AS (
    SELECT *, 30 * least(abs(coalesce(CAST(month_on_month_change AS double) / 2, 0)), 1) AS change_score
    FROM scored
),
rated AS (
    SELECT *, CAST(round(size_score + count_score + change_score) AS bigint) AS risk_score
    FROM weighed
)
SELECT
    customer_id,
    account_id,
    currency,
    transactions,
    total_amount,
    CAST(total_amount AS double) / NULLIF(transactions, 0) AS average_amount,
    min_amount,
    max_amount,
    refunds,
    refund_amount,
    active_days,
    first_time,
    last_time,
    rolling_3_month_total,
    previous_month_total,
    month_on_month_change,
    CASE
        WHEN total_amount > 2 * previous_month_total THEN 'HIGH'
        WHEN 2 * total_amount < previous_month_total THEN 'LOW'
        ELSE 'NORMAL'
    END AS activity,
    CASE
        WHEN risk_score >= 70 THEN 'HIGH_RISK'
        WHEN max_amount >= ${large_amount} THEN 'LARGE_TRANSACTION_RISK'
        ELSE 'NORMAL_RISK'
    END AS risk,
    risk_score,
    CASE
        WHEN risk_score = 0 THEN 'nothing unusual'
        WHEN size_score >= greatest(change_score, count_score) THEN 'largest amount'
        WHEN change_score >= count_score THEN 'change to the month before'
        ELSE 'number of transactions'
    END AS risk_reason,
    month_start
FROM rated
