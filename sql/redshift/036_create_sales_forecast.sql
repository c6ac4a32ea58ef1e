-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.sales_forecast (
    forecast_date DATE,
    currency VARCHAR(1024),
    as_of_date DATE,
    weeks_ahead BIGINT,
    last_known_amount DECIMAL(38,4),
    weekly_trend DECIMAL(38,4),
    forecast_amount DECIMAL(38,4),
    low_80 DECIMAL(38,4),
    high_80 DECIMAL(38,4),
    low_95 DECIMAL(38,4),
    high_95 DECIMAL(38,4),
    backtest_days BIGINT,
    backtest_mean_error DOUBLE PRECISION,
    backtest_deviation DOUBLE PRECISION,
    backtest_error_share DOUBLE PRECISION
)
DISTSTYLE ALL SORTKEY (forecast_date);
CREATE VIEW mart.v1_sales_forecast AS SELECT
    forecast_date,
    currency,
    as_of_date,
    weeks_ahead,
    last_known_amount,
    weekly_trend,
    forecast_amount,
    low_80,
    high_80,
    low_95,
    high_95,
    backtest_days,
    backtest_mean_error,
    backtest_deviation,
    backtest_error_share
FROM mart.sales_forecast;
