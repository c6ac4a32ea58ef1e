-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.data_quality_daily (
    dataset VARCHAR(1024),
    run VARCHAR(1024),
    checks BIGINT,
    row_total BIGINT,
    failing BIGINT,
    completeness DOUBLE PRECISION,
    accuracy DOUBLE PRECISION,
    consistency DOUBLE PRECISION,
    timeliness DOUBLE PRECISION,
    uniqueness DOUBLE PRECISION,
    validity DOUBLE PRECISION,
    overall DOUBLE PRECISION,
    day_before DOUBLE PRECISION,
    mean_before DOUBLE PRECISION,
    change_of_day DOUBLE PRECISION,
    change_of_week DOUBLE PRECISION,
    business_date VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (business_date);
CREATE VIEW mart.v1_data_quality_daily AS SELECT
    dataset,
    run,
    checks,
    row_total,
    failing,
    completeness,
    accuracy,
    consistency,
    timeliness,
    uniqueness,
    validity,
    overall,
    day_before,
    mean_before,
    change_of_day,
    change_of_week,
    business_date
FROM mart.data_quality_daily;
