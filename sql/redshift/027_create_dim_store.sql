-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.dim_store (
    store_key VARCHAR(1024),
    store_id VARCHAR(1024),
    valid_from TIMESTAMP,
    valid_to TIMESTAMP,
    is_current BOOLEAN,
    name VARCHAR(1024),
    country VARCHAR(1024),
    region VARCHAR(1024),
    city VARCHAR(1024),
    format VARCHAR(1024),
    time_zone VARCHAR(1024),
    floor_area_m2 DECIMAL(18,4),
    opened_on DATE,
    closed_on DATE,
    is_active BOOLEAN
)
DISTSTYLE ALL SORTKEY (store_id);
CREATE VIEW mart.v1_dim_store AS SELECT
    store_key,
    store_id,
    valid_from,
    valid_to,
    is_current,
    name,
    country,
    region,
    city,
    format,
    time_zone,
    floor_area_m2,
    opened_on,
    closed_on,
    is_active
FROM mart.dim_store;
