-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.product_performance (
    product_id VARCHAR(1024),
    currency VARCHAR(1024),
    name VARCHAR(1024),
    department VARCHAR(1024),
    category VARCHAR(1024),
    brand VARCHAR(1024),
    lines BIGINT,
    quantity DECIMAL(38,4),
    revenue DECIMAL(38,4),
    refund_amount DECIMAL(38,4),
    margin DECIMAL(38,4),
    customers BIGINT,
    rank_in_category BIGINT,
    revenue_share DOUBLE PRECISION,
    abc_class VARCHAR(1024),
    month_start VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (month_start, category);
CREATE VIEW mart.v1_product_performance AS SELECT
    product_id,
    currency,
    name,
    department,
    category,
    brand,
    lines,
    quantity,
    revenue,
    refund_amount,
    margin,
    customers,
    rank_in_category,
    revenue_share,
    abc_class,
    month_start
FROM mart.product_performance;
