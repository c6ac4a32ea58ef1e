/*
title: How customers can be reached, for the few who may know
grain: one row per customer_id that ever told an e-mail address
key: [customer_id]
domain: shared
slice: {by: none}
refresh: daily
columns:
  customer_id: {type: varchar, about: token of the customer}
  email: {type: varchar, about: 'token of the e-mail address told last: equal addresses have equal tokens', checks: [not_null]}
  told_at: {type: timestamp(3), about: 'when that address was told first, UTC', checks: [not_null]}
  addresses: {type: bigint, about: different addresses that were ever told, checks: [{between: [1, 1000000]}]}
  sharing_customers: {type: bigint, about: 'customers whose last address is the same one, this one included', checks: [{between: [1, 1000000000]}]}
reconcile:
  about: every customer that ever told an address has one row
  select: |
    SELECT count(*) AS customers
    FROM (
        SELECT customer_id FROM ${bronze}.customers WHERE email IS NOT NULL
        UNION
        SELECT customer_id FROM ${bronze}.customer_updates
        WHERE event_type = 'profile_update' AND email IS NOT NULL
    ) AS told
  measures: {customers: count(*)}
*/
WITH told AS (
    SELECT customer_id, email, coalesce(updated_at, _ingested_at) AS told_at
    FROM ${bronze}.customers
    WHERE email IS NOT NULL
    UNION ALL
    SELECT customer_id, email, event_time
    FROM ${bronze}.customer_updates
    WHERE event_type = 'profile_update' AND email IS NOT NULL
),
customers AS (
    SELECT
        customer_id,
        max_by(email, concat(told_at, email)) AS email,
        count(DISTINCT email) AS addresses
    FROM told
    GROUP BY customer_id
),
first_told AS (
    SELECT customer_id, email, min(told_at) AS told_at
    FROM told
    GROUP BY customer_id, email
)
SELECT
    c.customer_id,
    c.email,
    CAST(from_iso8601_timestamp(f.told_at) AS timestamp(3)) AS told_at,
    c.addresses,
    count(*) OVER (PARTITION BY c.email) AS sharing_customers
FROM customers AS c
JOIN first_told AS f ON f.customer_id = c.customer_id AND f.email = c.email
