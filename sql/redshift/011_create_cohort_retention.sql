-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.cohort_retention (
    cohort_month VARCHAR(1024),
    currency VARCHAR(1024),
    months_since BIGINT,
    activity_month VARCHAR(1024),
    as_of_date DATE,
    cohort_size BIGINT,
    customers BIGINT,
    retention DOUBLE PRECISION,
    purchases BIGINT,
    purchase_amount DECIMAL(38,4)
)
DISTSTYLE ALL SORTKEY (cohort_month);
CREATE VIEW mart.v1_cohort_retention AS SELECT
    cohort_month,
    currency,
    months_since,
    activity_month,
    as_of_date,
    cohort_size,
    customers,
    retention,
    purchases,
    purchase_amount
FROM mart.cohort_retention;
