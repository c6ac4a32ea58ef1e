-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.revenue_monthly (
    currency VARCHAR(1024),
    revenue DECIMAL(38,4),
    revenue_reporting DECIMAL(38,4),
    sales_amount DECIMAL(38,4),
    refund_amount DECIMAL(38,4),
    transactions BIGINT,
    average_amount DOUBLE PRECISION,
    trading_days BIGINT,
    through_date VARCHAR(1024),
    seven_day_average DOUBLE PRECISION,
    year_to_date DECIMAL(38,4),
    previous_month_revenue DECIMAL(38,4),
    month_on_month_change DOUBLE PRECISION,
    previous_month_to_date DECIMAL(38,4),
    year_before_revenue DECIMAL(38,4),
    year_on_year_change DOUBLE PRECISION,
    month_to_date_year_before DECIMAL(38,4),
    month_start VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (month_start);
CREATE VIEW mart.v1_revenue_monthly AS SELECT
    currency,
    revenue,
    revenue_reporting,
    sales_amount,
    refund_amount,
    transactions,
    average_amount,
    trading_days,
    through_date,
    seven_day_average,
    year_to_date,
    previous_month_revenue,
    month_on_month_change,
    previous_month_to_date,
    year_before_revenue,
    year_on_year_change,
    month_to_date_year_before,
    month_start
FROM mart.revenue_monthly;
