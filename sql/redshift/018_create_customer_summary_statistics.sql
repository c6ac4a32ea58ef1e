-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.customer_summary_statistics (
    currency VARCHAR(1024),
    grouped_by VARCHAR(1024),
    member VARCHAR(1024),
    as_of_date DATE,
    customers BIGINT,
    customer_share DOUBLE PRECISION,
    repeat_share DOUBLE PRECISION,
    lapsed_share DOUBLE PRECISION,
    historic_value DECIMAL(38,4),
    value_share DOUBLE PRECISION,
    predicted_value DECIMAL(38,4),
    average_value DOUBLE PRECISION,
    median_value DECIMAL(38,4),
    p95_value DECIMAL(38,4),
    average_purchases DOUBLE PRECISION,
    average_recency_days DOUBLE PRECISION,
    average_churn_score DOUBLE PRECISION
)
DISTSTYLE ALL;
CREATE VIEW mart.v1_customer_summary_statistics AS SELECT
    currency,
    grouped_by,
    member,
    as_of_date,
    customers,
    customer_share,
    repeat_share,
    lapsed_share,
    historic_value,
    value_share,
    predicted_value,
    average_value,
    median_value,
    p95_value,
    average_purchases,
    average_recency_days,
    average_churn_score
FROM mart.customer_summary_statistics;
