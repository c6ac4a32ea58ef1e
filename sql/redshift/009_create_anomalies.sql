-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.anomalies (
    source_system VARCHAR(1024),
    transaction_id VARCHAR(1024),
    anomaly VARCHAR(1024),
    account_id VARCHAR(1024),
    customer_id VARCHAR(1024),
    transaction_time TIMESTAMP,
    type VARCHAR(1024),
    direction VARCHAR(1024),
    channel VARCHAR(1024),
    country VARCHAR(1024),
    counterparty_account VARCHAR(1024),
    currency VARCHAR(1024),
    amount DECIMAL(18,4),
    observed DOUBLE PRECISION,
    usual DOUBLE PRECISION,
    score BIGINT,
    reason VARCHAR(1024),
    business_date VARCHAR(10)
)
DISTSTYLE KEY DISTKEY (account_id) SORTKEY (business_date, anomaly);
CREATE VIEW mart.v1_anomalies AS SELECT
    source_system,
    transaction_id,
    anomaly,
    account_id,
    customer_id,
    transaction_time,
    type,
    direction,
    channel,
    country,
    counterparty_account,
    currency,
    amount,
    observed,
    usual,
    score,
    reason,
    business_date
FROM mart.anomalies;
