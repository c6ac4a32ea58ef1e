import type { GateSettings, PipelineSettings } from '../lambdas/shared/settings';

/** Everything that differs by environment. Imports no aws-cdk-lib, so that the CLI may read it. */
export interface Config {
  readonly env: EnvName;
  readonly streams: readonly StreamSettings[];
  readonly gate: GateSettings;
  readonly pipeline: PipelineSettings;
  readonly delivery: DeliverySettings;
  /** Records per archive object at most, and how long to wait for them. */
  readonly archive: { readonly batchSize: number; readonly windowSeconds: number };
  /** Athena cancels a statement that scans more; what it has scanned until then is billed. */
  readonly athena: { readonly pipelineCutoffGb: number; readonly analystsCutoffGb: number };
  readonly schedule: { readonly everyMinutes: number; readonly enabled: boolean };
  readonly logRetentionDays: number;
  /** Keep stateful resources when the stack goes; both switches must be off to delete data. */
  readonly keepData: boolean;
  readonly tags: Readonly<Record<string, string>>;
}
/** Firehose's two buffers, before the transform and before S3. */
export interface DeliverySettings {
  /** Small in dev so that data shows soon, large elsewhere so that objects are few; Parquet needs 64. */
  readonly bufferMb: number;
  readonly bufferSeconds: number;
  /** A transform may answer 6 MB and a row is up to three times its record: 1 is safe. */
  readonly transformBufferMb: number;
  readonly transformBufferSeconds: number;
}
export interface StreamSettings {
  /** Key of `contracts`. */
  readonly contract: string;
  readonly shards: number;
  readonly retentionHours: number;
}

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const;
export type EnvName = (typeof ENVIRONMENTS)[number];

const gate: GateSettings = {
  timeZone: 'UTC',
  cutoffHour: 0,
  schemaMode: 'collect',
  cardNumbers: { accept: false },
  // Firehose keeps at most 500 partitions open: 400 days of transaction_time fit.
  window: { eventDays: 35, transactionDays: 400, aheadMinutes: 5 },
  uploadedMappings: false,
};

const pipeline: PipelineSettings = {
  dailyModels: { hour: 2, timeZone: 'UTC' },
  movedKeys: 'daily',
  autoRebuildDollars: 5,
  slicesPerBatch: 100,
  parallelBuilds: 4,
  dollarsPerTerabyte: 5,
  retentionDays: 1825,
  domains: ['banking', 'retail', 'shared'],
};

const prod: Config = {
  env: 'prod',
  streams: [{ contract: 'transactions', shards: 2, retentionHours: 72 }],
  gate,
  pipeline,
  delivery: {
    bufferMb: 128,
    bufferSeconds: 900,
    transformBufferMb: 1,
    transformBufferSeconds: 60,
  },
  archive: { batchSize: 5000, windowSeconds: 60 },
  athena: { pipelineCutoffGb: 5000, analystsCutoffGb: 200 },
  schedule: { everyMinutes: 15, enabled: true },
  logRetentionDays: 365,
  keepData: true,
  tags: { Project: 'sluice', Environment: 'prod', ManagedBy: 'cdk' },
};

const configs: Readonly<Record<EnvName, Config>> = {
  dev: {
    ...prod,
    env: 'dev',
    streams: [{ contract: 'transactions', shards: 1, retentionHours: 24 }],
    gate: { ...gate, uploadedMappings: true },
    pipeline: {
      ...pipeline,
      dailyModels: 'every-run',
      movedKeys: 'run',
      autoRebuildDollars: Number.MAX_SAFE_INTEGER,
      // Samples of other people's history are decades old.
      retentionDays: 36_500,
    },
    delivery: {
      bufferMb: 64,
      bufferSeconds: 60,
      transformBufferMb: 1,
      transformBufferSeconds: 10,
    },
    archive: { batchSize: 5000, windowSeconds: 10 },
    athena: { pipelineCutoffGb: 100, analystsCutoffGb: 20 },
    logRetentionDays: 7,
    keepData: false,
    tags: { ...prod.tags, Environment: 'dev' },
  },
  staging: { ...prod, env: 'staging', tags: { ...prod.tags, Environment: 'staging' } },
  prod,
};

/**
 * The configuration of one environment.
 * @param env as given on the command line, e.g. `cdk synth --context env=prod`
 * @throws Error that lists the valid names
 */
export function configFor(env: unknown): Config {
  const name = ENVIRONMENTS.find((known) => known === env);
  if (name === undefined) {
    const given =
      env === undefined ? 'no environment given' : `unknown environment ${JSON.stringify(env)}`;
    throw new Error(`${given}: choose one of ${ENVIRONMENTS.join(', ')}, e.g. --context env=dev`);
  }
  return configs[name];
}
