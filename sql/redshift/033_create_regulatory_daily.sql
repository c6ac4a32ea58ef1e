-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.regulatory_daily (
    report VARCHAR(1024),
    account_id VARCHAR(1024),
    direction VARCHAR(1024),
    currency VARCHAR(1024),
    customer_id VARCHAR(1024),
    transactions BIGINT,
    amount DECIMAL(38,4),
    limit_value DECIMAL(38,4),
    largest_value DECIMAL(18,4),
    without_rate BIGINT,
    countries VARCHAR(1024),
    first_time TIMESTAMP,
    last_time TIMESTAMP,
    score BIGINT,
    reason VARCHAR(1024),
    business_date VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (business_date, report);
CREATE VIEW mart.v1_regulatory_daily AS SELECT
    report,
    account_id,
    direction,
    currency,
    customer_id,
    transactions,
    amount,
    limit_value,
    largest_value,
    without_rate,
    countries,
    first_time,
    last_time,
    score,
    reason,
    business_date
FROM mart.regulatory_daily;
