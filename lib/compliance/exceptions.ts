import type { Config } from '../config';
import type { Acknowledgement } from './acknowledgement';

const on = (
  resources: readonly string[],
  rules: readonly string[],
  reason: string,
): readonly Acknowledgement[] => rules.map((rule) => ({ rule, on: resources, reason }));

/** Called by a stream, by Firehose or by a state machine, which keep what fails themselves. */
const WAITED_FOR = [
  'Ingestion/Streams/*/Archive',
  'Ingestion/Streams/*/Transform',
  'Ingestion/Watcher/*/Watch',
  ...['Plan', 'Render', 'Judge', 'Publish', 'Report', 'Load'].map(
    (step) => `Pipeline/Steps/${step}`,
  ),
];
/** Called by events and schedules, which do not wait for an answer. */
const NOT_WAITED_FOR = [
  'Ingestion/Bronze/Collect',
  'Ingestion/Bronze/Note',
  'Ingestion/Files/Ingest',
  'Monitoring/Health/Check',
  'Pipeline/Reaper/Reap',
  'Warehouse/Guard/Settle',
  'Warehouse/Migrations/Handler',
];
const FUNCTIONS = [...WAITED_FOR, ...NOT_WAITED_FOR];
const resource = (path: string): string => `${path}/Resource`;

/** Findings of other rules. None is about encryption missing, plain HTTP, public access or a log left out. */
export const exceptions = (config: Config): readonly Acknowledgement[] => [
  ...strongerThanAsked(),
  ...deadLetters(),
  ...untraced(),
  ...switches(config),
];

/** Rules that ask for less than what is there. */
const strongerThanAsked = (): readonly Acknowledgement[] => [
  ...on(
    ['Ingestion/Streams/*/Stream/Resource'],
    ['AwsSolutions-KDS3'],
    'asks for the key of AWS to save cost; the stream rests under the sensitive key, which few roles may use',
  ),
  ...on(
    ['Ingestion/Streams/*/Delivery/Delivery'],
    ['AwsSolutions-KDF1'],
    'reads a Kinesis stream: Firehose then keeps nothing at rest and refuses a setting of its own; the stream ' +
      'is encrypted by the sensitive key',
  ),
];

const untraced = (): readonly Acknowledgement[] =>
  on(
    ['Ingestion/Watcher/*/Watch/Resource'],
    ['Serverless-LambdaTracing'],
    'is called every second, and Lambda records a call of each second whatever it is told, for as much money as ' +
      'its stream costs; it follows traces of its caller, and counts what it does in metrics',
  );

const DLQ_RULES = ['NIST.800.53.R5-LambdaDLQ', 'Serverless-LambdaDLQ'];
const deadLetters = (): readonly Acknowledgement[] => [
  ...on(
    WAITED_FOR.map(resource),
    DLQ_RULES,
    'is never called asynchronously: the stream mapping discards to S3, Firehose to its error prefix, and a ' +
      'machine fails its run',
  ),
  ...on(
    NOT_WAITED_FOR.map(resource),
    DLQ_RULES,
    'has an on-failure destination to a queue instead, which keeps the error beside the event',
  ),
  ...on(
    [
      'Ingestion/FailedEvents',
      'Ingestion/GivenUp/Batches',
      'Monitoring/Health/Undelivered',
      'Pipeline/Undelivered',
      'Warehouse/Failed',
      'Warehouse/Guard/Failed',
    ].map(resource),
    ['AwsSolutions-SQS3', 'Serverless-SQSRedrivePolicy'],
    'is itself where events wait that failed for good; its depth is alarmed',
  ),
];

/** What a switch of the configuration leaves off, and why off is its default there. */
const switches = (config: Config): readonly Acknowledgement[] => [
  ...on(
    unreplicated(config).map((bucket) => `Storage/${bucket}/Bucket/Resource`),
    ['NIST.800.53.R5-S3BucketReplicationEnabled', 'PCI.DSS.321-S3BucketReplicationEnabled'],
    'replication is a switch (storage.replication) for lake and archive, since it doubles the bill of storage; ' +
      'objects are versioned and lie in three zones',
  ),
  ...(config.network === 'off'
    ? on(
        FUNCTIONS.map(resource),
        ['NIST.800.53.R5-LambdaInsideVPC', 'PCI.DSS.321-LambdaInsideVPC'],
        'the network is a switch (network); without it a function reaches services of AWS only, by TLS and its own ' +
          'role, and nothing can connect to it',
      )
    : []),
  ...(config.reserveConcurrency
    ? []
    : on(
        FUNCTIONS.map(resource),
        ['NIST.800.53.R5-LambdaConcurrency'],
        'a fresh account has ten executions in all and refuses to set any aside (reserveConcurrency); dev only',
      )),
  ...(config.keepData
    ? []
    : on(
        ['Catalog/Ledger', 'Catalog/Configuration', 'Ingestion/Watcher/Profile'].map(resource),
        ['NIST.800.53.R5-DynamoDBInBackupPlan'],
        'dev keeps test data, which goes with its stack (keepData); its tables restore to any second of 35 days',
      )),
  ...(config.warehouse === 'off'
    ? []
    : on(
        ['Warehouse/Network/Vpc/Resource'],
        [
          'NIST.800.53.R5-VPCDefaultSecurityGroupClosed',
          'PCI.DSS.321-VPCDefaultSecurityGroupClosed',
        ],
        'CloudFormation cannot empty the default group; nothing is in it, the network has no way out or in, and ' +
          'every interface names a group of its own',
      )),
];

/** Buckets that no replication would cover, and those it would while it is off. */
const unreplicated = ({ storage }: Config): readonly string[] => [
  ...['Audit', 'Landing', 'Logs', 'Results'],
  ...(storage.replication === 'off' ? ['Archive', 'Lake'] : []),
];
