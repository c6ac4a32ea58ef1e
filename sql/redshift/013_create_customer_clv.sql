-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.customer_clv (
    customer_id VARCHAR(1024),
    currency VARCHAR(1024),
    as_of_date DATE,
    first_purchase_date DATE,
    last_purchase_date DATE,
    tenure_days BIGINT,
    purchases BIGINT,
    historic_value DECIMAL(38,4),
    average_purchase DOUBLE PRECISION,
    usual_gap_days DOUBLE PRECISION,
    alive_probability DECIMAL(7,6),
    expected_purchase_days DOUBLE PRECISION,
    predicted_value DECIMAL(38,4),
    lifetime_value DECIMAL(38,4),
    value_rank BIGINT,
    value_tier VARCHAR(1024)
)
DISTSTYLE KEY DISTKEY (customer_id) SORTKEY (customer_id);
CREATE VIEW mart.v1_customer_clv AS SELECT
    customer_id,
    currency,
    as_of_date,
    first_purchase_date,
    last_purchase_date,
    tenure_days,
    purchases,
    historic_value,
    average_purchase,
    usual_gap_days,
    alive_probability,
    expected_purchase_days,
    predicted_value,
    lifetime_value,
    value_rank,
    value_tier
FROM mart.customer_clv;
