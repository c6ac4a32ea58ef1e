-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.daily_sales_summary (
    currency VARCHAR(1024),
    revenue DECIMAL(38,4),
    revenue_reporting DECIMAL(38,4),
    unconverted BIGINT,
    sales_amount DECIMAL(38,4),
    refund_amount DECIMAL(38,4),
    transactions BIGINT,
    refunds BIGINT,
    customers BIGINT,
    stores BIGINT,
    items BIGINT,
    average_amount DOUBLE PRECISION,
    median_amount DECIMAL(18,4),
    p95_amount DECIMAL(18,4),
    top_category VARCHAR(1024),
    top_category_amount DECIMAL(38,4),
    quality_score DOUBLE PRECISION,
    business_date VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (business_date);
CREATE VIEW mart.v1_daily_sales_summary AS SELECT
    currency,
    revenue,
    revenue_reporting,
    unconverted,
    sales_amount,
    refund_amount,
    transactions,
    refunds,
    customers,
    stores,
    items,
    average_amount,
    median_amount,
    p95_amount,
    top_category,
    top_category_amount,
    quality_score,
    business_date
FROM mart.daily_sales_summary;
