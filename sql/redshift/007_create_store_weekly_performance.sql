-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.store_weekly_performance (
    store_id VARCHAR(1024),
    currency VARCHAR(1024),
    transactions BIGINT,
    refunds BIGINT,
    unique_customers BIGINT,
    revenue DECIMAL(38,4),
    cost DECIMAL(38,4),
    profit DECIMAL(38,4),
    cost_coverage DOUBLE PRECISION,
    products BIGINT,
    average_amount DOUBLE PRECISION,
    median_amount DECIMAL(18,4),
    p95_amount DECIMAL(18,4),
    week_start VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (week_start, store_id);
CREATE VIEW mart.v1_store_weekly_performance AS SELECT
    store_id,
    currency,
    transactions,
    refunds,
    unique_customers,
    revenue,
    cost,
    profit,
    cost_coverage,
    products,
    average_amount,
    median_amount,
    p95_amount,
    week_start
FROM mart.store_weekly_performance;
