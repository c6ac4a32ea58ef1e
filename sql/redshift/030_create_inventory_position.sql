-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.inventory_position (
    product_id VARCHAR(1024),
    store_id VARCHAR(1024),
    name VARCHAR(1024),
    category VARCHAR(1024),
    as_of_date DATE,
    last_movement_date DATE,
    told_date DATE,
    on_hand DECIMAL(38,4),
    sold_28_days DECIMAL(38,4),
    daily_sales DOUBLE PRECISION,
    days_of_cover DOUBLE PRECISION,
    stock_outs BIGINT,
    stock_out_days BIGINT,
    status VARCHAR(1024),
    stock_value DECIMAL(38,4),
    currency VARCHAR(1024)
)
DISTSTYLE KEY DISTKEY (product_id) SORTKEY (product_id);
CREATE VIEW mart.v1_inventory_position AS SELECT
    product_id,
    store_id,
    name,
    category,
    as_of_date,
    last_movement_date,
    told_date,
    on_hand,
    sold_28_days,
    daily_sales,
    days_of_cover,
    stock_outs,
    stock_out_days,
    status,
    stock_value,
    currency
FROM mart.inventory_position;
