/*
title: A business day of an account
grain: one row per business_date, account_id, currency
key: [business_date, account_id, currency]
domain: banking
slice: {by: day, column: business_date, lookback: 0}
refresh: daily
warehouse: {dist: account_id, sort: [business_date, account_id]}
columns:
  account_id: {type: varchar, about: token of the account, checks: [not_null]}
  customer_id: {type: varchar, about: 'token of the customer of its last transaction that names one, NULL when none does'}
  currency: {type: varchar, about: ISO 4217 code of every amount}
  transactions: {type: bigint, about: completed transactions of the account, checks: [{between: [1, 1000000000]}]}
  credits: {type: bigint, about: transactions that brought money}
  credit_amount: {type: 'decimal(38,4)', about: what they brought}
  debits: {type: bigint, about: transactions that took money}
  debit_amount: {type: 'decimal(38,4)', about: what they took}
  net_flow: {type: 'decimal(38,4)', about: what came in less what went out}
  cash_in: {type: 'decimal(38,4)', about: deposits at a branch or cash machine}
  cash_out: {type: 'decimal(38,4)', about: withdrawals at a branch or cash machine}
  fees: {type: 'decimal(38,4)', about: 'fees that were charged, part of what it took'}
  largest_amount: {type: 'decimal(18,4)', about: largest single transaction}
  counterparties: {type: bigint, about: different accounts on the other side}
  countries: {type: bigint, about: different countries of the transactions}
  closing_balance: {type: 'decimal(18,4)', about: 'balance after the last transaction whose balance the bank told, NULL when it told none'}
  opening_balance: {type: 'decimal(38,4)', about: 'closing balance less the net flow, NULL unless the last transaction told its balance'}
  first_time: {type: timestamp(3), about: 'first completed transaction of the day, UTC'}
  last_time: {type: timestamp(3), about: 'last completed transaction of the day, UTC'}
  business_date: {type: varchar, about: business day}
checks:
  - {id: directions, expression: credits + debits = transactions, about: every transaction brings or takes money}
  - {id: net, expression: net_flow = credit_amount - debit_amount, about: the net flow is what came in less what went out}
sums: [{column: net_flow, by: currency}]
reconcile:
  about: movements of accounts added up again from silver, signed one by one
  select: |
    SELECT
        business_date AS slice,
        count(*) AS transactions,
        sum(CASE direction WHEN 'credit' THEN amount ELSE -amount END) AS net_flow
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND account_id IS NOT NULL AND direction IS NOT NULL
    GROUP BY business_date
  measures:
    transactions: sum(transactions)
    net_flow: sum(net_flow)
*/
WITH movements AS (
    SELECT
        business_date, account_id, customer_id, currency, amount, direction, transaction_time, country,
        counterparty_account, balance_after,
        CASE WHEN type IN ('deposit', 'withdrawal') AND channel IN ('branch', 'atm') THEN 'cash' ELSE type END AS kind,
        concat_ws(
            '/', CAST(transaction_time AS varchar), CAST(event_time AS varchar), source_system, transaction_id
        ) AS place
    FROM ${silver}.transactions
    WHERE business_date >= '${slice_start}' AND business_date < '${slice_end}'
        AND status = 'COMPLETED' AND account_id IS NOT NULL AND direction IS NOT NULL
),
days AS (
    SELECT
        business_date,
        account_id,
        currency,
        max_by(customer_id, place) FILTER (WHERE customer_id IS NOT NULL) AS customer_id,
        count(*) AS transactions,
        count(*) FILTER (WHERE direction = 'credit') AS credits,
        coalesce(sum(amount) FILTER (WHERE direction = 'credit'), 0) AS credit_amount,
        count(*) FILTER (WHERE direction = 'debit') AS debits,
        coalesce(sum(amount) FILTER (WHERE direction = 'debit'), 0) AS debit_amount,
        coalesce(sum(amount) FILTER (WHERE kind = 'cash' AND direction = 'credit'), 0) AS cash_in,
        coalesce(sum(amount) FILTER (WHERE kind = 'cash' AND direction = 'debit'), 0) AS cash_out,
        coalesce(sum(amount) FILTER (WHERE kind = 'fee' AND direction = 'debit'), 0) AS fees,
        max(amount) AS largest_amount,
        count(DISTINCT counterparty_account) AS counterparties,
        count(DISTINCT country) AS countries,
        max_by(balance_after, place) FILTER (WHERE balance_after IS NOT NULL) AS closing_balance,
        max(place) = max(place) FILTER (WHERE balance_after IS NOT NULL) AS is_closed,
        min(transaction_time) AS first_time,
        max(transaction_time) AS last_time
    FROM movements
    GROUP BY business_date, account_id, currency
)
SELECT
    account_id,
    customer_id,
    currency,
    transactions,
    credits,
    credit_amount,
    debits,
    debit_amount,
    credit_amount - debit_amount AS net_flow,
    cash_in,
    cash_out,
    fees,
    largest_amount,
    counterparties,
    countries,
    closing_balance,
    CASE WHEN is_closed THEN closing_balance - (credit_amount - debit_amount) END AS opening_balance,
    first_time,
    last_time,
    business_date
FROM days
