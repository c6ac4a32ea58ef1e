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
 * Bytes that Athena bills for building a record's slice once: columns times the scans of the statement and of
 * its audit. A subquery that is named twice is read twice.
 */
const SCANNED: Readonly<Record<string, number>> = {
  'silver.transactions': 251 / 504,
  'silver.transaction_conflicts': 74 / 504,
  'silver.transaction_items': 47 / 504,
  'silver.moved_transactions': 58 / 504,
  'gold.daily_sales_summary': 17 / 504,
  'gold.store_weekly_performance': 25 / 504,
  'gold.product_performance': 25 / 504,
  'gold.customer_monthly_summary': 50 / 504,
};
/** The hourly look at sources, door, time and score of two days: narrow columns, by their widths. */
export const HEALTH_SHARE = 6 / 504;
/** A model that nobody has measured yet counts as a wide one. */
const UNMEASURED = 100 / 504;

export const scannedShare = (model: string): number => SCANNED[model] ?? UNMEASURED;
export const MEASURED_MODELS = Object.keys(SCANNED);
