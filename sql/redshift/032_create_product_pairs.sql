-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.product_pairs (
    product_a VARCHAR(1024),
    product_b VARCHAR(1024),
    baskets BIGINT,
    baskets_a BIGINT,
    baskets_b BIGINT,
    baskets_together BIGINT,
    support DOUBLE PRECISION,
    confidence_a_to_b DOUBLE PRECISION,
    confidence_b_to_a DOUBLE PRECISION,
    lift DOUBLE PRECISION,
    month_start VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (month_start);
CREATE VIEW mart.v1_product_pairs AS SELECT
    product_a,
    product_b,
    baskets,
    baskets_a,
    baskets_b,
    baskets_together,
    support,
    confidence_a_to_b,
    confidence_b_to_a,
    lift,
    month_start
FROM mart.product_pairs;
