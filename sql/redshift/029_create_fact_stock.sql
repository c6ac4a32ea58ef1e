-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.fact_stock (
    product_id VARCHAR(1024),
    store_id VARCHAR(1024),
    product_key VARCHAR(1024),
    store_key VARCHAR(1024),
    movements BIGINT,
    received DECIMAL(38,4),
    sold DECIMAL(38,4),
    returned DECIMAL(38,4),
    transferred DECIMAL(38,4),
    written_off DECIMAL(38,4),
    corrected DECIMAL(38,4),
    net_change DECIMAL(38,4),
    closing_stock DECIMAL(38,4),
    business_date VARCHAR(10)
)
DISTSTYLE KEY DISTKEY (product_key) SORTKEY (business_date);
CREATE VIEW mart.v1_fact_stock AS SELECT
    product_id,
    store_id,
    product_key,
    store_key,
    movements,
    received,
    sold,
    returned,
    transferred,
    written_off,
    corrected,
    net_change,
    closing_stock,
    business_date
FROM mart.fact_stock;
