-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.customer_rfm (
    customer_id VARCHAR(1024),
    currency VARCHAR(1024),
    as_of_date DATE,
    first_purchase_date DATE,
    last_purchase_date DATE,
    recency_days BIGINT,
    frequency BIGINT,
    purchase_days BIGINT,
    purchase_amount DECIMAL(38,4),
    refund_amount DECIMAL(38,4),
    monetary DECIMAL(38,4),
    recency_score BIGINT,
    frequency_score BIGINT,
    monetary_score BIGINT,
    rfm_cell VARCHAR(1024),
    rfm_score BIGINT,
    segment VARCHAR(1024)
)
DISTSTYLE KEY DISTKEY (customer_id) SORTKEY (customer_id);
CREATE VIEW mart.v1_customer_rfm AS SELECT
    customer_id,
    currency,
    as_of_date,
    first_purchase_date,
    last_purchase_date,
    recency_days,
    frequency,
    purchase_days,
    purchase_amount,
    refund_amount,
    monetary,
    recency_score,
    frequency_score,
    monetary_score,
    rfm_cell,
    rfm_score,
    segment
FROM mart.customer_rfm;
