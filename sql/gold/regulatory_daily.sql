/*
title: What a bank has to report of a business day
grain: one row per business_date, report, account_id, direction, currency
key: [business_date, report, account_id, direction, currency]
domain: banking
slice: {by: day, column: business_date, lookback: 2}
refresh: run
warehouse: {dist: all, sort: [business_date, report]}
columns:
  report: {type: varchar, about: 'large_cash: cash of the day comes to ${large_amount} or more; cross_border: movements at places out of ${home_country}; structuring: two or more cash movements of three business days, each below ${large_amount}, that come to it together', checks: [{in_set: [large_cash, cross_border, structuring]}]}
  account_id: {type: varchar, about: token of the account}
  direction: {type: varchar, about: 'credit: money came in, debit: money went out'}
  currency: {type: varchar, about: 'ISO 4217 code of amount; each currency is judged by itself'}
  customer_id: {type: varchar, about: 'token of the customer, the last in order of several; NULL when no transaction names one'}
  transactions: {type: bigint, about: 'completed transactions that make the report, of three days for structuring', checks: [{between: [1, 1000000000]}]}
  amount: {type: 'decimal(38,4)', about: what they come to}
  limit_value: {type: 'decimal(38,4)', about: 'what is held against the limit: amount in ${reporting_currency}, or as it is where no rate is known'}
  largest_value: {type: 'decimal(18,4)', about: largest of them on the day by that value}
  without_rate: {type: bigint, about: transactions of the day for which no rate is known}
  countries: {type: varchar, about: 'countries of the day out of ${home_country}, in order; NULL when there are none'}
  first_time: {type: timestamp(3), about: 'first transaction of the account and direction on the day, UTC'}
  last_time: {type: timestamp(3), about: 'last one, UTC'}
  score: {type: bigint, about: '1-100. large_cash: 50 at the limit, 100 at ten times; cross_border: 20, 100 at the limit; structuring: 50 for two parts, 10 for each more (at most 90), 10 when one is 80 % of the limit or more', checks: [{between: [1, 100]}]}
  reason: {type: varchar, about: why it is reported, checks: [not_null]}
  business_date: {type: varchar, about: business day}
reconcile:
  about: cross-border movements added up again from silver
  select: |
    SELECT business_date AS slice, count(*) AS transactions, sum(amount) AS amount
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND account_id IS NOT NULL AND direction IS NOT NULL
        AND country <> '${home_country}'
    GROUP BY business_date
  measures:
    transactions: sum(CASE WHEN report = 'cross_border' THEN transactions END)
    amount: sum(CASE WHEN report = 'cross_border' THEN amount END)
*/
WITH movements AS (
    SELECT
        business_date, account_id, direction, currency, customer_id, transaction_time, amount,
        date_diff('day', CAST('1970-01-01' AS date), date(business_date)) AS day_number,
        CASE WHEN amount_reporting IS NULL THEN 1 END AS rateless,
        coalesce(amount_reporting, amount) AS value,
        type IN ('deposit', 'withdrawal') AND channel IN ('branch', 'atm') AS is_cash,
        CASE WHEN country <> '${home_country}' THEN country END AS abroad
    FROM ${silver}.transactions
    WHERE business_date >= '${read_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND account_id IS NOT NULL AND direction IS NOT NULL
),
days AS (
    SELECT
        business_date, account_id, direction, currency, day_number,
        max(customer_id) AS customer_id,
        count(*) FILTER (WHERE is_cash) AS cash,
        sum(amount) FILTER (WHERE is_cash) AS cash_amount,
        sum(value) FILTER (WHERE is_cash) AS cash_value,
        max(value) FILTER (WHERE is_cash) AS cash_largest,
        count(*) FILTER (WHERE is_cash AND value < ${large_amount}) AS parts,
        coalesce(sum(amount) FILTER (WHERE is_cash AND value < ${large_amount}), 0) AS parts_amount,
        coalesce(sum(value) FILTER (WHERE is_cash AND value < ${large_amount}), 0) AS parts_value,
        max(value) FILTER (WHERE is_cash AND value < ${large_amount}) AS parts_largest,
        count(abroad) AS abroad,
        sum(amount) FILTER (WHERE abroad IS NOT NULL) AS abroad_amount,
        sum(value) FILTER (WHERE abroad IS NOT NULL) AS abroad_value,
        max(value) FILTER (WHERE abroad IS NOT NULL) AS abroad_largest,
        array_join(array_sort(array_distinct(
            array_agg(abroad ORDER BY abroad) FILTER (WHERE abroad IS NOT NULL)
        )), ', ') AS countries,
        count(rateless) AS without_rate,
        min(transaction_time) AS first_time,
        max(transaction_time) AS last_time
    FROM movements
    GROUP BY business_date, account_id, direction, currency, day_number
),
three_days AS (
    SELECT
        *,
        CAST(sum(parts) OVER near AS bigint) AS near_parts,
        sum(parts_amount) OVER near AS near_amount,
        sum(parts_value) OVER near AS near_value,
        max(parts_largest) OVER near AS near_largest
    FROM days
    WINDOW near AS (
        PARTITION BY account_id, direction, currency
        ORDER BY day_number
        RANGE BETWEEN 2 PRECEDING AND CURRENT ROW
    )
),
scored AS (
    SELECT
        d.*, r.report,
        CASE r.report WHEN 'large_cash' THEN cash WHEN 'cross_border' THEN abroad ELSE near_parts END AS transactions,
        CASE r.report WHEN 'large_cash' THEN cash_amount WHEN 'cross_border' THEN abroad_amount ELSE near_amount END
            AS amount,
        CASE r.report WHEN 'large_cash' THEN cash_value WHEN 'cross_border' THEN abroad_value ELSE near_value END
            AS limit_value,
        CASE r.report WHEN 'large_cash' THEN cash_largest WHEN 'cross_border' THEN abroad_largest ELSE parts_largest END
            AS largest_value,
        CASE
            WHEN r.report = 'large_cash' AND cash_value >= ${large_amount}
                THEN least(50 + CAST(50 * (cash_value - ${large_amount}) AS double) / NULLIF(9 * ${large_amount}, 0), 100)
            WHEN r.report = 'cross_border' AND abroad > 0
                THEN least(20 + CAST(80 * abroad_value AS double) / NULLIF(${large_amount}, 0), 100)
            WHEN r.report = 'structuring' AND parts > 0 AND near_parts >= 2 AND near_value >= ${large_amount}
                THEN least(30 + 10 * near_parts, 90)
                    + CASE WHEN near_largest * 10 >= 8 * ${large_amount} THEN 10 ELSE 0 END
        END AS score
    FROM three_days AS d
    CROSS JOIN UNNEST(ARRAY['large_cash', 'cross_border', 'structuring']) AS r (report)
)
SELECT
    report,
    account_id,
    direction,
    currency,
    customer_id,
    transactions,
    amount,
    limit_value,
    largest_value,
    without_rate,
    countries,
    first_time,
    last_time,
    CAST(floor(score) AS bigint) AS score,
    CASE report
        WHEN 'large_cash' THEN 'cash of ${large_amount} or more on one day'
        WHEN 'cross_border' THEN concat('movements in ', countries)
        ELSE concat(CAST(near_parts AS varchar), ' cash movements of three days, each below ${large_amount}')
    END AS reason,
    business_date
FROM scored
WHERE score IS NOT NULL
