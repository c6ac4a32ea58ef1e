/**
 * Bytes measured with the generator's traffic (60,000 records of 504 bytes) run through the deployed artefacts,
 * each as a share of the record as sent. They scale with the size of records.
 */
export const SHARE = {
  /** Snappy. */
  bronze: 0.16,
  /** All silver tables. */
  silver: 0.13,
  gold: 0.01,
  /** Compressed lines of the archive with random ids in the records: half of a line is a hash of its own. */
  archive: 0.34,
} as const;

/** Bronze of the same records by compression: 661 and 404 MB for ten million of them. */
export const BRONZE_SIZE = { SNAPPY: 1, GZIP: 404 / 661 } as const;

/**
 * Bytes that Athena bills for building a record's slice once, of 60,000 sales and movements of six days: columns
 * times the scans of the statement and of its audit. A subquery that is named twice is read twice.
 */
const SCANNED: Readonly<Record<string, number>> = {
  'silver.amount_spreads': 27 / 504,
  'silver.moved_transactions': 69 / 504,
  'silver.stock_movements': 25 / 504,
  'silver.transaction_conflicts': 140 / 504,
  'silver.transaction_items': 48 / 504,
  'silver.transaction_payments': 25 / 504,
  'silver.transactions': 286 / 504,
  'gold.account_daily_flow': 33 / 504,
  'gold.anomalies': 34 / 504,
  'gold.churn_features': 13 / 504,
  'gold.cohort_retention': 11 / 504,
  'gold.customer_360': 29 / 504,
  'gold.customer_category_monthly': 26 / 504,
  'gold.customer_clv': 12 / 504,
  'gold.customer_daily': 32 / 504,
  'gold.customer_features': 11 / 504,
  'gold.customer_monthly_summary': 29 / 504,
  'gold.customer_rfm': 14 / 504,
  'gold.customer_segments': 13 / 504,
  'gold.customer_summary_statistics': 10 / 504,
  'gold.customer_transaction_facts': 50 / 504,
  'gold.daily_sales_summary': 20 / 504,
  'gold.delivery_sla': 11 / 504,
  'gold.dim_invoice': 39 / 504,
  'gold.fact_sales': 92 / 504,
  'gold.fact_stock': 20 / 504,
  'gold.inventory_position': 9 / 504,
  'gold.payment_mix': 14 / 504,
  'gold.product_pairs': 20 / 504,
  'gold.product_performance': 17 / 504,
  'gold.regulatory_daily': 26 / 504,
  'gold.revenue_daily': 1 / 504,
  'gold.revenue_monthly': 1 / 504,
  'gold.sales_forecast': 1 / 504,
  'gold.store_weekly_performance': 19 / 504,
};
/** The hourly look at sources, door, time and score of two days: narrow columns, by their widths. */
export const HEALTH_SHARE = 6 / 504;
/** A model that nobody has measured yet counts as a wide one. */
const UNMEASURED = 100 / 504;

/**
 * Tables that grow with the catalogue, the customers and the places, not with what is sold: a build reads the
 * least that is billed.
 */
const REFERENCE = new Set([
  'silver.accounts',
  'silver.countries',
  'silver.customers',
  'silver.fx_rates',
  'silver.holidays',
  'silver.products',
  'silver.reporting_rates',
  'silver.reviews',
  'silver.sellers',
  'silver.stores',
  'silver_restricted.customer_contacts',
  'silver_restricted.review_texts',
  'gold.dim_account',
  'gold.dim_country',
  'gold.dim_customer',
  'gold.dim_date',
  'gold.dim_product',
  'gold.dim_store',
]);

export const scannedShare = (model: string): number =>
  REFERENCE.has(model) ? 0 : (SCANNED[model] ?? UNMEASURED);
export const MEASURED_MODELS = [...Object.keys(SCANNED), ...REFERENCE];
