-- Derived from the header of the model: npm run warehouse:migrations
CREATE TABLE mart.dim_invoice (
    invoice_key VARCHAR(1024),
    source_system VARCHAR(1024),
    transaction_id VARCHAR(1024),
    document VARCHAR(1024),
    original_invoice_key VARCHAR(1024),
    invoice_date DATE,
    channel VARCHAR(1024),
    seller_id VARCHAR(1024),
    currency VARCHAR(1024),
    amount DECIMAL(18,4),
    payment_status VARCHAR(1024),
    payment_date DATE,
    days_to_payment BIGINT,
    paid_amount DECIMAL(38,4),
    payments BIGINT,
    payment_methods VARCHAR(1024),
    installments BIGINT,
    business_date VARCHAR(10)
)
DISTSTYLE KEY DISTKEY (transaction_id) SORTKEY (business_date);
CREATE VIEW mart.v1_dim_invoice AS SELECT
    invoice_key,
    source_system,
    transaction_id,
    document,
    original_invoice_key,
    invoice_date,
    channel,
    seller_id,
    currency,
    amount,
    payment_status,
    payment_date,
    days_to_payment,
    paid_amount,
    payments,
    payment_methods,
    installments,
    business_date
FROM mart.dim_invoice;
