-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.dim_country (
    country VARCHAR(1024),
    name VARCHAR(1024),
    continent VARCHAR(1024),
    region VARCHAR(1024),
    currency VARCHAR(1024),
    time_zone VARCHAR(1024),
    is_eu BOOLEAN,
    is_home BOOLEAN,
    risk VARCHAR(1024)
)
DISTSTYLE ALL SORTKEY (country);
CREATE VIEW mart.v1_dim_country AS SELECT
    country,
    name,
    continent,
    region,
    currency,
    time_zone,
    is_eu,
    is_home,
    risk
FROM mart.dim_country;
