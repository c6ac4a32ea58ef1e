/**
 * Physical names that both sides agree on: the stacks give them, handlers and the CLI find things by them.
 * One environment per account and region, so databases carry no environment in their names.
 */
export interface Place {
  readonly env: string;
  /** Twelve digits, or a CDK token. */
  readonly account: string;
  readonly region: string;
}

export const BUCKETS = ['lake', 'landing', 'archive', 'results', 'logs', 'audit'] as const;
export type BucketRole = (typeof BUCKETS)[number];

/** Bucket names are global: environment, account and region keep them apart. */
export const bucketName = (place: Place, role: BucketRole): string =>
  `sluice-${place.env}-${role}-${place.account}-${place.region}`;

export const streamName = (env: string, contract: string): string => `sluice-${env}-${contract}`;
export const deliveryStreamName = (env: string, contract: string): string =>
  `sluice-${env}-${contract}-delivery`;
export const functionName = (env: string, lambda: string): string => `sluice-${env}-${lambda}`;
/** What the watcher knows of each customer (tokens only). */
export const profileTableName = (env: string): string => `sluice-${env}-profile`;
/** Settings that operators change without a deployment, by category and key. */
/** Category of the configuration table that holds overrides of the watcher's rules. */
export const WATCH_CATEGORY = 'watch';
export const configurationTableName = (env: string): string => `sluice-${env}-configuration`;
/** Role of a function that policies of others name; most roles need no name. */
export const functionRoleName = (env: string, lambda: string): string =>
  `sluice-${env}-${lambda}-role`;
export const ledgerTableName = (env: string): string => `sluice-${env}-ledger`;
export const trailName = (env: string): string => `sluice-${env}`;
export const trailArn = ({ env, region, account }: Place, partition = 'aws'): string =>
  `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName(env)}`;
export const backupVaultName = (env: string): string => `sluice-${env}`;
export const rootStackName = (env: string): string => `Sluice-${env}`;

/** `alerts`: what the watcher saw. The others carry alarms by how soon somebody has to look. */
export const TOPICS = ['alerts', 'page', 'ticket', 'info'] as const;
export type TopicName = (typeof TOPICS)[number];
export const topicName = (env: string, topic: TopicName): string => `sluice-${env}-${topic}`;

/** Roles that people take. */
export const HUMAN_ROLES = [
  'data-engineer',
  'data-analyst',
  'operator',
  'auditor',
  'repair',
  'eraser',
] as const;
export type HumanRole = (typeof HUMAN_ROLES)[number];
export const humanRoleName = (env: string, role: HumanRole): string => `sluice-${env}-${role}`;
export const producerRoleName = (env: string, source: string): string =>
  `sluice-${env}-producer-${source}`;

export const MACHINES = ['medallion', 'build-table'] as const;
export type MachineName = (typeof MACHINES)[number];
export const machineName = (env: string, machine: MachineName): string =>
  `sluice-${env}-${machine}`;
export const machineArn = (place: Place, machine: MachineName): string =>
  `arn:aws:states:${place.region}:${place.account}:stateMachine:${machineName(place.env, machine)}`;

/** Glue job that runs `glue-scripts/<script>`. */
export const sparkJobName = (env: string, script: string): string =>
  `sluice-${env}-${script.replace(/\.py$/, '')}`;

/** Namespace and workgroup of Redshift Serverless. */
export const warehouseName = (env: string): string => `sluice-${env}`;
export const WAREHOUSE_DATABASE = 'sluice';
/** Roles inside the warehouse; a human role gets one by its tag `RedshiftDbRoles`. */
export const WAREHOUSE_ROLES = ['analyst', 'engineer', 'loader'] as const;

export const DATABASES = [
  'bronze',
  'silver',
  'silver_restricted',
  'gold',
  'ops',
  'staging',
] as const;
export type DatabaseName = (typeof DATABASES)[number];
/** The table with a deadline of its own. */
export const REGULATORY_REPORT = 'gold.regulatory_daily';

export const WORKGROUPS = ['sluice-pipeline', 'sluice-analysts', 'sluice-engineers'] as const;
export const [PIPELINE_WORKGROUP, ANALYSTS_WORKGROUP, ENGINEERS_WORKGROUP] = WORKGROUPS;

/** KMS aliases. */
export const keyAlias = (env: string, key: 'data' | 'sensitive' | 'hmac'): string =>
  `alias/sluice-${env}-${key}`;

/** Where Firehose puts what it could not deliver, in the lake bucket; `collect-failed` empties it. */
export const DELIVERY_ERROR_PREFIX = 'delivery-errors/';
/** Records as they were sent, in the archive bucket. */
export const ARCHIVE_PREFIX = 'archive/';
/** Failed deliveries wait here, in the archive bucket, to be replayed. */
export const ARCHIVE_INBOX_PREFIX = 'inbox/';
/** Where Lambda leaves batches of a stream that it gave up, in the archive bucket; it fixes the prefix itself. */
export const DISCARDED_BATCHES_PREFIX = 'aws/lambda/';
/** What waits in the archive bucket to be replayed, and goes when it was. */
export const UNDELIVERED_PREFIXES = [ARCHIVE_INBOX_PREFIX, DISCARDED_BATCHES_PREFIX] as const;
/** Uploaded mappings (dev only), in the landing bucket. */
export const MAPPINGS_PREFIX = '_mappings/';
/** Run plans, in the results bucket. */
export const PLANS_PREFIX = 'plans/';
/** Athena results of the pipeline's own statements, in the results bucket. */
export const QUERY_RESULTS_PREFIX = 'queries/';
/** Results of people's statements, apart by what they may have read. */
export const ANALYSTS_RESULTS_PREFIX = 'analysts/';
export const ENGINEERS_RESULTS_PREFIX = 'engineers/';

/** Glue name of the never-queried table whose columns Firehose converts by (immutable per version). */
export const deliveryTableName = (contract: string, version: number): string =>
  `${contract}_delivery_v${version}`;
