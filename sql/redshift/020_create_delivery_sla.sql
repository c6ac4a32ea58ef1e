-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.delivery_sla (
    region VARCHAR(1024),
    seller_id VARCHAR(1024),
    orders BIGINT,
    delivered BIGINT,
    undelivered BIGINT,
    promised BIGINT,
    late BIGINT,
    on_time_share DOUBLE PRECISION,
    average_days DOUBLE PRECISION,
    median_days DOUBLE PRECISION,
    p95_days DOUBLE PRECISION,
    average_delay_days DOUBLE PRECISION,
    month_start VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (month_start);
CREATE VIEW mart.v1_delivery_sla AS SELECT
    region,
    seller_id,
    orders,
    delivered,
    undelivered,
    promised,
    late,
    on_time_share,
    average_days,
    median_days,
    p95_days,
    average_delay_days,
    month_start
FROM mart.delivery_sla;
