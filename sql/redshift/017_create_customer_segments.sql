-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.customer_segments (
    customer_id VARCHAR(1024),
    currency VARCHAR(1024),
    as_of_date DATE,
    last_purchase_date DATE,
    purchases BIGINT,
    purchase_days BIGINT,
    active_months BIGINT,
    purchase_amount DECIMAL(38,4),
    refund_amount DECIMAL(38,4),
    net_amount DECIMAL(38,4),
    average_amount DOUBLE PRECISION,
    value_score BIGINT,
    frequency_score BIGINT,
    segment VARCHAR(1024)
)
DISTSTYLE KEY DISTKEY (customer_id) SORTKEY (customer_id);
CREATE VIEW mart.v1_customer_segments AS SELECT
    customer_id,
    currency,
    as_of_date,
    last_purchase_date,
    purchases,
    purchase_days,
    active_months,
    purchase_amount,
    refund_amount,
    net_amount,
    average_amount,
    value_score,
    frequency_score,
    segment
FROM mart.customer_segments;
