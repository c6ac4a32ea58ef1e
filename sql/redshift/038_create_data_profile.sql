-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.data_profile (
    dataset VARCHAR(1024),
    column_name VARCHAR(1024),
    row_total BIGINT,
    null_share DOUBLE PRECISION,
    distinct_values BIGINT,
    min_value VARCHAR(1024),
    max_value VARCHAR(1024),
    p25 DOUBLE PRECISION,
    median DOUBLE PRECISION,
    p75 DOUBLE PRECISION,
    business_date VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (business_date, dataset);
CREATE VIEW mart.v1_data_profile AS SELECT
    dataset,
    column_name,
    row_total,
    null_share,
    distinct_values,
    min_value,
    max_value,
    p25,
    median,
    p75,
    business_date
FROM mart.data_profile;
