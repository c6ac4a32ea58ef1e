/** Names of the environment variables that constructs set and handlers read. */
export const ENV = [
  'SLUICE_ENV',
  'LAKE_BUCKET',
  'LANDING_BUCKET',
  'ARCHIVE_BUCKET',
  'RESULTS_BUCKET',
  'LEDGER_TABLE',
  'HMAC_KEY_ID',
  'SENSITIVE_KEY_ID',
  /** Key of the contract that a stream's Lambdas judge by, e.g. `transactions`. */
  'CONTRACT',
  /** The `GateSettings` of lib/config.ts as JSON. */
  'GATE_SETTINGS',
  /** The `PipelineSettings` of lib/config.ts as JSON. */
  'PIPELINE_SETTINGS',
  /** The `WatchSettings` of lib/config.ts as JSON. */
  'WATCH_SETTINGS',
  /** The `MonitoringSettings` of lib/settings.ts as JSON. */
  'MONITORING_SETTINGS',
  'PROFILE_TABLE',
  'CONFIGURATION_TABLE',
  'ALERTS_TOPIC',
  /** Name of the secret that holds a chat webhook's address. */
  'CHAT_SECRET',
  /** Account that owns the buckets: S3 calls name it, so that a bucket of someone else is refused. */
  'BUCKET_OWNER',
  'WAREHOUSE_WORKGROUP',
  'WAREHOUSE_ARN',
  /** ARN of the secret with the administrator's password. */
  'WAREHOUSE_SECRET',
  /** ARN of the role that the warehouse reads gold with. */
  'WAREHOUSE_READER',
  'WAREHOUSE_UNIT_HOURS',
  /** Default security group of the network. */
  'DEFAULT_GROUP',
] as const;
export type EnvName = (typeof ENV)[number];

/**
 * The values of the named variables.
 * @throws Error that lists the names that are not set
 */
export function readEnv<N extends EnvName>(...names: readonly N[]): Readonly<Record<N, string>> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new Error(
      `environment variables not set: ${missing.join(', ')}: the function was deployed without them`,
    );
  }
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? ''])) as Record<
    N,
    string
  >;
}
