/*
title: Quality of every table by day, in six dimensions
grain: one row per dataset, business_date
key: [business_date, dataset]
domain: shared
slice: {by: day, column: business_date, lookback: 7}
refresh: run
warehouse: {dist: all, sort: [business_date]}
columns:
  dataset: {type: varchar, about: 'table that was judged, with its database'}
  run: {type: varchar, about: newest run that judged it for this day}
  checks: {type: bigint, about: checks that were made, checks: [{between: [1, 1000000000]}]}
  row_total: {type: bigint, about: rows that were judged}
  failing: {type: bigint, about: 'rows that fail a check, once per check; a check of the whole counts as 1'}
  completeness: {type: double, about: 'nothing is missing: 0 to 100, NULL without such a check', checks: [{between: [0, 100]}]}
  accuracy: {type: double, about: 'values are plausible: 0 to 100, NULL without such a check', checks: [{between: [0, 100]}]}
  consistency: {type: double, about: 'tables and columns agree: 0 to 100, NULL without such a check', checks: [{between: [0, 100]}]}
  timeliness: {type: double, about: 'as fresh and as many as expected: 0 to 100, NULL without such a check', checks: [{between: [0, 100]}]}
  uniqueness: {type: double, about: 'nothing stands twice: 0 to 100, NULL without such a check', checks: [{between: [0, 100]}]}
  validity: {type: double, about: 'values have their form: 0 to 100, NULL without such a check', checks: [{between: [0, 100]}]}
  overall: {type: double, about: 'mean of the dimensions that were checked, 0 to 100', checks: [not_null, {between: [0, 100]}]}
  day_before: {type: double, about: 'overall score of the calendar day before, NULL when there was none'}
  mean_before: {type: double, about: 'mean of the overall scores of the seven calendar days before'}
  change_of_day: {type: double, about: 'overall less the day before: below 0 is worse'}
  change_of_week: {type: double, about: 'overall less the mean of the seven days before: below 0 is worse'}
  business_date: {type: varchar, about: 'day of the rows; for weeks, months and whole tables the day of the run, UTC'}
checks:
  - {row_drift: 10}
reconcile:
  - id: datasets
    about: every dataset that a check looked at for the day
    select: |
      SELECT
          CASE WHEN slice_by = 'day' THEN slice ELSE run_date END AS slice,
          count(DISTINCT concat(layer, '.', table_name)) AS datasets
      FROM ${ops}.check_results
      GROUP BY 1
    measures: {datasets: count(*)}
*/
WITH results AS (
    SELECT
        run, layer, table_name, slice, dimension, failing, checked, row_total,
        CASE WHEN slice_by = 'day' THEN slice ELSE run_date END AS business_date
    FROM ${ops}.check_results
),
judged AS (
    SELECT
        run, concat(layer, '.', table_name) AS dataset, slice, dimension, failing, row_total, business_date,
        100 * (1 - least(coalesce(CAST(failing AS double) / NULLIF(checked, 0), 0), 1)) AS score,
        max(run) OVER (PARTITION BY layer, table_name, slice, business_date) AS newest_run
    FROM results
    WHERE business_date >= '${read_start}' AND business_date < '${slice_end}'
),
per_slice AS (
    SELECT
        business_date, dataset, slice,
        max(run) AS run, max(row_total) AS row_total, sum(failing) AS failing, count(*) AS checks,
        sum(CASE WHEN dimension = 'completeness' THEN score END) AS completeness,
        count(CASE WHEN dimension = 'completeness' THEN 1 END) AS completeness_checks,
        sum(CASE WHEN dimension = 'accuracy' THEN score END) AS accuracy,
        count(CASE WHEN dimension = 'accuracy' THEN 1 END) AS accuracy_checks,
        sum(CASE WHEN dimension = 'consistency' THEN score END) AS consistency,
        count(CASE WHEN dimension = 'consistency' THEN 1 END) AS consistency_checks,
        sum(CASE WHEN dimension = 'timeliness' THEN score END) AS timeliness,
        count(CASE WHEN dimension = 'timeliness' THEN 1 END) AS timeliness_checks,
        sum(CASE WHEN dimension = 'uniqueness' THEN score END) AS uniqueness,
        count(CASE WHEN dimension = 'uniqueness' THEN 1 END) AS uniqueness_checks,
        sum(CASE WHEN dimension = 'validity' THEN score END) AS validity,
        count(CASE WHEN dimension = 'validity' THEN 1 END) AS validity_checks
    FROM judged
    WHERE run = newest_run
    GROUP BY business_date, dataset, slice
),
per_day AS (
    SELECT
        business_date, dataset,
        max(run) AS run,
        CAST(sum(checks) AS bigint) AS checks,
        CAST(sum(row_total) AS bigint) AS row_total,
        CAST(sum(failing) AS bigint) AS failing,
        CAST(sum(completeness) AS double) / NULLIF(sum(completeness_checks), 0) AS completeness,
        CAST(sum(accuracy) AS double) / NULLIF(sum(accuracy_checks), 0) AS accuracy,
        CAST(sum(consistency) AS double) / NULLIF(sum(consistency_checks), 0) AS consistency,
        CAST(sum(timeliness) AS double) / NULLIF(sum(timeliness_checks), 0) AS timeliness,
        CAST(sum(uniqueness) AS double) / NULLIF(sum(uniqueness_checks), 0) AS uniqueness,
        CAST(sum(validity) AS double) / NULLIF(sum(validity_checks), 0) AS validity
    FROM per_slice
    GROUP BY business_date, dataset
),
scored AS (
    SELECT
        business_date, dataset, run, checks, row_total, failing,
        completeness, accuracy, consistency, timeliness, uniqueness, validity,
        CAST(business_date AS date) AS day,
        CAST(
            coalesce(completeness, 0) + coalesce(accuracy, 0) + coalesce(consistency, 0)
            + coalesce(timeliness, 0) + coalesce(uniqueness, 0) + coalesce(validity, 0) AS double
        ) / NULLIF(
            if(completeness IS NULL, 0, 1) + if(accuracy IS NULL, 0, 1) + if(consistency IS NULL, 0, 1)
            + if(timeliness IS NULL, 0, 1) + if(uniqueness IS NULL, 0, 1) + if(validity IS NULL, 0, 1), 0
        ) AS overall
    FROM per_day
),
trend AS (
    SELECT
        business_date, dataset, run, checks, row_total, failing,
        completeness, accuracy, consistency, timeliness, uniqueness, validity, overall,
        max(overall) OVER (
            PARTITION BY dataset ORDER BY day
            RANGE BETWEEN INTERVAL '1' DAY PRECEDING AND INTERVAL '1' DAY PRECEDING
        ) AS day_before,
        avg(CAST(overall AS double)) OVER (
            PARTITION BY dataset ORDER BY day
            RANGE BETWEEN INTERVAL '7' DAY PRECEDING AND INTERVAL '1' DAY PRECEDING
        ) AS mean_before
    FROM scored
)
SELECT
    dataset, run, checks, row_total, failing,
    completeness, accuracy, consistency, timeliness, uniqueness, validity, overall,
    day_before, mean_before,
    overall - day_before AS change_of_day,
    overall - mean_before AS change_of_week,
    business_date
FROM trend
