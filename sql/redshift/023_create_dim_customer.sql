-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.dim_customer (
    customer_key VARCHAR(1024),
    customer_id VARCHAR(1024),
    valid_from TIMESTAMP,
    valid_to TIMESTAMP,
    is_current BOOLEAN,
    country VARCHAR(1024),
    region VARCHAR(1024),
    segment VARCHAR(1024),
    age_band VARCHAR(1024),
    income_band VARCHAR(1024),
    home_ownership VARCHAR(1024),
    marital_status VARCHAR(1024),
    household_size VARCHAR(1024),
    household_composition VARCHAR(1024),
    children VARCHAR(1024),
    joined_on DATE,
    is_active BOOLEAN,
    has_marketing_consent BOOLEAN
)
DISTSTYLE KEY DISTKEY (customer_key) SORTKEY (customer_key);
CREATE VIEW mart.v1_dim_customer AS SELECT
    customer_key,
    customer_id,
    valid_from,
    valid_to,
    is_current,
    country,
    region,
    segment,
    age_band,
    income_band,
    home_ownership,
    marital_status,
    household_size,
    household_composition,
    children,
    joined_on,
    is_active,
    has_marketing_consent
FROM mart.dim_customer;
