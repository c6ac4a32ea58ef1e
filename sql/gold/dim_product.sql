/*
title: Products and how they changed, for the star schema
grain: one row per product_id and period in which nothing of it changed, and one each for (unknown) and (none)
key: [product_key]
domain: retail
slice: {by: none}
refresh: run
warehouse: {dist: all, sort: [product_id, valid_from]}
columns:
  product_key: {type: varchar, about: 'what facts name: the product as it was when they happened; (unknown) for products out of the catalogue, (none) for amounts of no product', checks: [not_null]}
  product_id: {type: varchar, about: 'what the lines of a sale name: the same for all periods of a product'}
  valid_from: {type: timestamp(3), about: 'first instant of the period, UTC; the first period that is known begins with 1900'}
  valid_to: {type: timestamp(3), about: 'instant at which the next period begins, UTC; 9999-12-31 for the present one'}
  is_current: {type: boolean, about: 'whether this is how the product is now: one row of each product'}
  name: {type: varchar, about: 'name on the receipt, (unknown) when the catalogue has none'}
  department: {type: varchar, about: 'department, unknown when the catalogue has none'}
  category: {type: varchar, about: 'category, unknown when the catalogue has none'}
  subcategory: {type: varchar, about: 'part of the category, (unknown) when the catalogue has none'}
  brand: {type: varchar, about: 'brand, (unknown) when the catalogue has none'}
  manufacturer_id: {type: varchar, about: 'manufacturer, (unknown) when the catalogue has none'}
  package_size: {type: varchar, about: 'size of one unit as printed, (unknown) when the catalogue has none'}
  unit_cost: {type: 'decimal(18,4)', about: 'cost of one unit, NULL when not told'}
  list_price: {type: 'decimal(18,4)', about: 'price of one unit before discounts, NULL when not told'}
  currency: {type: varchar, about: 'ISO 4217 code of cost and list price, NULL when not told'}
  is_active: {type: boolean, about: 'whether it is on sale, NULL when not told'}
checks:
  - {unique: [product_id, valid_from]}
  - {id: forward, expression: valid_from < valid_to, about: a period ends after it begins}
reconcile:
  about: every period of the catalogue and the two members of their own, and each product current once
  select: |
    SELECT count(*) + 2 AS periods, count(DISTINCT product_id) + 2 AS products
    FROM ${silver}.products
  measures:
    periods: count(*)
    products: count(CASE WHEN is_current THEN 1 END)
*/
WITH periods AS (
    SELECT
        product_id, valid_from, valid_to, is_current, name, department, category, subcategory, brand,
        manufacturer_id, package_size, unit_cost, list_price, currency, is_active
    FROM ${silver}.products
),
members AS (
    SELECT
        to_hex(md5(to_utf8(concat(
            product_id, '/', CAST(date_diff('millisecond', CAST(date('1970-01-01') AS timestamp(3)), valid_from) AS varchar)
        )))) AS product_key,
        *
    FROM periods
    UNION ALL
    SELECT
        member, member, CAST(date('1900-01-01') AS timestamp(3)), CAST(date('9999-12-31') AS timestamp(3)), true,
        member, 'unknown', 'unknown', member, member,
        member, member, NULL, NULL, NULL, NULL
    FROM (VALUES '(unknown)', '(none)') AS special (member)
)
SELECT
    product_key,
    product_id,
    valid_from,
    valid_to,
    is_current,
    coalesce(name, '(unknown)') AS name,
    coalesce(department, 'unknown') AS department,
    category,
    coalesce(subcategory, '(unknown)') AS subcategory,
    coalesce(brand, '(unknown)') AS brand,
    coalesce(manufacturer_id, '(unknown)') AS manufacturer_id,
    coalesce(package_size, '(unknown)') AS package_size,
    unit_cost,
    list_price,
    currency,
    is_active
FROM members
