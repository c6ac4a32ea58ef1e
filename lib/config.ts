import type { GateSettings, PipelineSettings, WatchSettings } from '../lambdas/shared/settings';
import { ENVIRONMENTS, type Config, type EnvName } from './environment';
import { CONSTANTS } from './model-constants';
import { PROFILES, withProfile, type ProfileName } from './profiles';
import type { DetectorSettings } from './settings';
import { validated } from './validate-config';

export { ENVIRONMENTS, type Config, type EnvName } from './environment';

// What differs by environment, one object each. Imports no aws-cdk-lib, so that the CLI may read it.
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
  // At ten million records a day a scan of all keys costs $1.40: daily it would cost more than all else.
  movedKeys: 'weekly',
  autoRebuildDollars: 5,
  slicesPerBatch: 100,
  parallelBuilds: 4,
  dollarsPerTerabyte: 5,
  retentionDays: 1825,
  domains: ['banking', 'retail', 'shared'],
  spark: 'glue',
  tables: 'all',
  constants: CONSTANTS,
};

const watch: WatchSettings = {
  highValue: { default: '1000', JPY: '150000' },
  anomaly: { default: '10000', JPY: '1500000' },
  velocity: { count: 10, windowSeconds: 600 },
  updateVelocity: { count: 5, windowSeconds: 3600 },
  countryJump: { windowSeconds: 7200 },
  profileTypes: ['payment', 'transfer', 'deposit', 'withdrawal'],
  cooldownSeconds: 900,
  keepDays: { profile: 90, alert: 90 },
};

const off: DetectorSettings = { guardDuty: false, config: false, macie: false, securityHub: false };

/** What a profile adds to an environment. */
type Base = Omit<Config, 'profile' | 'streams' | 'producers'>;

const prod: Base = {
  env: 'prod',
  gate,
  watch,
  watcher: {
    enabled: true,
    batchSize: 500,
    retries: 100,
    parallelBatches: 1,
    fanOut: false,
    // The least is what an account gets for nothing: a burst from idle has 25 a second, and 7,500 saved up.
    profileCapacity: { least: 25, most: 2000 },
  },
  pipeline,
  storage: {
    objectLock: { mode: 'GOVERNANCE', days: 365 },
    perSubjectKeys: false,
    auditDays: 2555, // seven years
    accessLogDays: 90,
    tiering: { infrequentDays: 30, glacierInstantDays: 90 },
    archiveTiering: { glacierDays: 90, deepArchiveDays: 365 },
    replication: 'off',
  },
  access: {
    peopleFrom: [],
    producers: [{ source: 'till', contracts: ['transactions'] }],
    consumers: [],
    lakeFormation: false,
  },
  network: 'off',
  warehouse: { baseCapacity: 4, maxCapacity: 64, unitHoursPerDay: 32, snapshotDays: 7 },
  notify: { emails: { page: [], ticket: [], info: [] } },
  monitoring: {
    level: 'full',
    businessHours: {
      days: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
      from: 8,
      to: 20,
      timeZone: 'UTC',
    },
    silenceMinutes: 30,
    rejectShare: 0.1,
    rejectFloor: 100,
    regulatoryHours: 4,
    qualityScore: 0.8,
    volumeSigmas: 3,
    runSlaMinutes: 120,
    p95RunMinutes: 5,
    // A delivery waits up to 15 minutes in Firehose; a run starts every 15 and takes some.
    freshnessMinutes: { bronze: 30, silver: 60, gold: 60 },
    iteratorAgeMinutes: 5,
    expectedFiles: [],
    runbook: 'docs/runbook.md',
    healthEveryMinutes: 15,
  },
  budget: { monthlyDollars: 500, anomalyDollars: 50, anomalyMonitor: 'tag' },
  detectors: off,
  delivery: {
    bufferMb: 128,
    bufferSeconds: 900,
    transformBufferMb: 1,
    transformBufferSeconds: 60,
    parquetCompression: 'GZIP',
  },
  // As long as Lambda waits: each object costs more than what lies in it.
  archive: { batchSize: 5000, windowSeconds: 300, retries: 100 },
  athena: { pipelineCutoffGb: 5000, analystsCutoffGb: 200 },
  schedule: { everyMinutes: 15, enabled: true },
  logRetentionDays: 365,
  reserveConcurrency: true,
  keepData: true,
  tags: {
    Project: 'sluice',
    Environment: 'prod',
    ManagedBy: 'cdk',
    Owner: 'data-platform',
    CostCenter: 'data-platform',
    Compliance: 'PCI-DSS SOX GDPR',
  },
};

const bases: Readonly<Record<EnvName, Base>> = {
  dev: {
    ...prod,
    env: 'dev',
    gate: { ...gate, uploadedMappings: true },
    watcher: { ...prod.watcher, retries: 5, profileCapacity: 'on-demand' },
    storage: { ...prod.storage, objectLock: 'off', auditDays: 30, accessLogDays: 7 },
    // The least that there is: it computes while it is asked, and no longer than an evening's work a day.
    warehouse: { baseCapacity: 4, maxCapacity: 8, unitHoursPerDay: 4, snapshotDays: 1 },
    // Nobody sends to a developer's lake by the clock.
    monitoring: { ...prod.monitoring, businessHours: 'off' },
    budget: { ...prod.budget, monthlyDollars: 100, anomalyDollars: 20 },
    pipeline: {
      ...pipeline,
      dailyModels: 'every-run',
      movedKeys: 'run',
      spark: 'sql',
      autoRebuildDollars: Number.MAX_SAFE_INTEGER,
      // Samples of other people's history are decades old.
      retentionDays: 36_500,
    },
    delivery: {
      bufferMb: 64,
      bufferSeconds: 60,
      transformBufferMb: 1,
      transformBufferSeconds: 10,
      parquetCompression: 'SNAPPY',
    },
    // Few, so that what happens to a batch that nobody can take can be watched.
    archive: { batchSize: 5000, windowSeconds: 10, retries: 5 },
    athena: { pipelineCutoffGb: 100, analystsCutoffGb: 20 },
    logRetentionDays: 7,
    reserveConcurrency: false,
    keepData: false,
    dataMayGo: 'dev',
    tags: { ...prod.tags, Environment: 'dev' },
  },
  staging: { ...prod, env: 'staging', tags: { ...prod.tags, Environment: 'staging' } },
  prod,
};
const PROFILE_OF: Readonly<Record<EnvName, ProfileName>> = {
  dev: 'small',
  staging: 'default',
  prod: 'default',
};

/**
 * The configuration of one environment.
 * @param env as given on the command line, e.g. `cdk synth --context env=prod`
 * @param profile another than the environment's own, e.g. `--context profile=banking`
 * @throws Error that lists the valid names, or says which setting would lose data
 */
export function configFor(env: unknown, profile?: unknown): Config {
  const name = oneOf(ENVIRONMENTS, env, 'environment', '--context env=dev');
  const size =
    profile === undefined
      ? PROFILE_OF[name]
      : oneOf(PROFILES, profile, 'profile', '--context profile=lean');
  const base = { ...bases[name], profile: size, streams: [], producers: { packed: 1 } };
  return validated(withProfile(base, size));
}

function oneOf<N extends string>(
  valid: readonly N[],
  value: unknown,
  what: string,
  example: string,
): N {
  const name = valid.find((known) => known === value);
  if (name !== undefined) return name;
  const given =
    value === undefined ? `no ${what} given` : `unknown ${what} ${JSON.stringify(value)}`;
  throw new Error(`${given}: choose one of ${valid.join(', ')}, e.g. ${example}`);
}
