-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.dim_account (
    account_key VARCHAR(1024),
    account_id VARCHAR(1024),
    valid_from TIMESTAMP,
    valid_to TIMESTAMP,
    is_current BOOLEAN,
    customer_id VARCHAR(1024),
    account_type VARCHAR(1024),
    currency VARCHAR(1024),
    status VARCHAR(1024),
    branch_id VARCHAR(1024),
    country VARCHAR(1024),
    opened_on DATE,
    closed_on DATE,
    credit_limit DECIMAL(18,4),
    interest_rate DECIMAL(12,8),
    is_active BOOLEAN
)
DISTSTYLE KEY DISTKEY (account_key) SORTKEY (account_key);
CREATE VIEW mart.v1_dim_account AS SELECT
    account_key,
    account_id,
    valid_from,
    valid_to,
    is_current,
    customer_id,
    account_type,
    currency,
    status,
    branch_id,
    country,
    opened_on,
    closed_on,
    credit_limit,
    interest_rate,
    is_active
FROM mart.dim_account;
