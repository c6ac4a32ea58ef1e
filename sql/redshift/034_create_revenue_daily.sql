-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.revenue_daily (
    business_date VARCHAR(1024),
    currency VARCHAR(1024),
    revenue DECIMAL(38,4),
    revenue_reporting DECIMAL(38,4),
    sales_amount DECIMAL(38,4),
    refund_amount DECIMAL(38,4),
    transactions BIGINT,
    average_amount DOUBLE PRECISION,
    seven_day_average DOUBLE PRECISION,
    month_to_date DECIMAL(38,4),
    previous_month_to_date DECIMAL(38,4),
    month_to_date_year_before DECIMAL(38,4),
    year_to_date DECIMAL(38,4),
    revenue_year_before DECIMAL(38,4),
    year_on_year_change DOUBLE PRECISION,
    month_start VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (business_date);
CREATE VIEW mart.v1_revenue_daily AS SELECT
    business_date,
    currency,
    revenue,
    revenue_reporting,
    sales_amount,
    refund_amount,
    transactions,
    average_amount,
    seven_day_average,
    month_to_date,
    previous_month_to_date,
    month_to_date_year_before,
    year_to_date,
    revenue_year_before,
    year_on_year_change,
    month_start
FROM mart.revenue_daily;
