/** Scripts of `glue-scripts/`, with the tables that each reads; a test holds them against the headers of models. */
export const SPARK_SCRIPTS = {
  'customer_features.py': { writes: 'customer_features', reads: ['customer_daily'] },
} as const;
export type SparkScript = keyof typeof SPARK_SCRIPTS;
export const SPARK_SCRIPT_NAMES = Object.keys(SPARK_SCRIPTS) as readonly SparkScript[];
