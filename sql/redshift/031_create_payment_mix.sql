-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.payment_mix (
    currency VARCHAR(1024),
    channel VARCHAR(1024),
    method VARCHAR(1024),
    transactions BIGINT,
    payments BIGINT,
    amount DECIMAL(38,4),
    amount_share DOUBLE PRECISION,
    average_amount DOUBLE PRECISION,
    installment_payments BIGINT,
    average_installments DOUBLE PRECISION,
    business_date VARCHAR(10)
)
DISTSTYLE ALL SORTKEY (business_date);
CREATE VIEW mart.v1_payment_mix AS SELECT
    currency,
    channel,
    method,
    transactions,
    payments,
    amount,
    amount_share,
    average_amount,
    installment_payments,
    average_installments,
    business_date
FROM mart.payment_mix;
