/** Metrics in CloudWatch's embedded format: a log line that becomes a metric, without a call. */

export const METRIC_NAMESPACE = 'Sluice';

/**
 * Names that handlers write and alarms read. Each name and each value of a dimension is billed as a metric
 * of its own, so dimensions are few and short: an environment has an account of its own.
 */
export const METRICS = [
  // watch-records, by contract
  'RecordsProcessed',
  'HighValueTransactions',
  'AnomaliesDetected',
  'ProcessingErrors',
  // watch-records, when an operator set what is not valid
  'OverridesIgnored',
  // transform-records by contract, ingest-file as the contract `files`
  'RecordsAccepted',
  'RecordsRejected',
  // report-run
  'RunsSucceeded',
  'RunsFailed',
  'RunSeconds',
  'QueryDollars',
  'LoadsFailed',
  'ExportsFailed',
  // check-health
  'RecordsImbalanced',
  'WorstRejectShare',
  'VolumeSigmas',
  'FilesMissing',
  'QualityScore',
  'SilentMinutes',
  'BronzeAgeMinutes',
  'SilverAgeMinutes',
  'GoldAgeMinutes',
  'RegulatoryReportsLate',
] as const;
export type MetricName = (typeof METRICS)[number];
export type MetricUnit = 'Count' | 'Seconds' | 'None';
export type Dimension = 'Contract';

/**
 * One log line that CloudWatch takes as metrics.
 * @param now epoch milliseconds
 */
export function metricLine(
  values: Readonly<Partial<Record<MetricName, number>>>,
  now: number,
  dimensions: Readonly<Partial<Record<Dimension, string>>> = {},
  units: Readonly<Partial<Record<MetricName, MetricUnit>>> = {},
): string {
  const names = METRICS.filter((name) => values[name] !== undefined);
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: METRIC_NAMESPACE,
          Dimensions: [Object.keys(dimensions)],
          Metrics: names.map((Name) => ({ Name, Unit: units[Name] ?? 'Count' })),
        },
      ],
    },
    ...dimensions,
    ...values,
  });
}

/**
 * Writes them where CloudWatch finds them: a line of its own, because Lambda puts a time and an id before what
 * goes through the console.
 */
export function writeMetrics(...args: Parameters<typeof metricLine>): void {
  process.stdout.write(`${metricLine(...args)}\n`);
}
