-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.dim_product (
    product_key VARCHAR(1024),
    product_id VARCHAR(1024),
    valid_from TIMESTAMP,
    valid_to TIMESTAMP,
    is_current BOOLEAN,
    name VARCHAR(1024),
    department VARCHAR(1024),
    category VARCHAR(1024),
    subcategory VARCHAR(1024),
    brand VARCHAR(1024),
    manufacturer_id VARCHAR(1024),
    package_size VARCHAR(1024),
    unit_cost DECIMAL(18,4),
    list_price DECIMAL(18,4),
    currency VARCHAR(1024),
    is_active BOOLEAN
)
DISTSTYLE ALL SORTKEY (product_id, valid_from);
CREATE VIEW mart.v1_dim_product AS SELECT
    product_key,
    product_id,
    valid_from,
    valid_to,
    is_current,
    name,
    department,
    category,
    subcategory,
    brand,
    manufacturer_id,
    package_size,
    unit_cost,
    list_price,
    currency,
    is_active
FROM mart.dim_product;
