import { OPS_TABLE_NAMES } from '../../lambdas/shared/models/ops-tables';
import type { Config } from '../config';
import { READABLE_LAYERS, READABLE_OBJECTS } from '../layers';
import type { Acknowledgement } from './acknowledgement';
import { sparkJobs } from './spark-wildcards';
import { everything, onAll, prefixes } from './wildcard-kinds';

const person = (role: string): string => `Access/People/${role}`;
const step = (name: string): string => `Pipeline/Steps/${name}Role`;
const BUILDER = 'Pipeline/Machines/BuildTable/Role';
const DELIVERY = 'Ingestion/Streams/*/Delivery/Role';

/** Patterns in policies, by what they stand for. */
export const wildcards = (config: Config): readonly Acknowledgement[] => [
  ...servicesWithoutResources(),
  ...layersOfTheLake(config),
  ...recordsAsSent(config),
  ...sparkJobs(),
  ...runs(),
  ...operations(),
];

const servicesWithoutResources = (): readonly Acknowledgement[] => [
  everything(
    ['*/Tracing/Resource', 'Pipeline/MachineTracing/Resource'],
    'X-Ray takes segments, and CloudWatch Logs its deliveries, for the account as a whole',
  ),
  everything(
    [onAll(person('operator')), onAll(person('auditor'))],
    'CloudWatch, CloudTrail and IAM list alarms, events, roles and policies of the account as a whole; reading only',
  ),
  everything(
    [
      ...['data-analyst', 'data-engineer'].map((role) => onAll(person(role))),
      onAll('Warehouse/Migrations/HandlerRole'),
      onAll(step('Load')),
      onAll('Warehouse/Guard/SettleRole'),
    ],
    'statements of the Data API, usage limits and prefix lists have no name before they are made or asked for',
  ),
];

const layersOfTheLake = ({ streams }: Config): readonly Acknowledgement[] => [
  prefixes(
    [...READABLE_LAYERS, 'staging'].map((database) => `glue:table/${database}/*`),
    [
      'Ingestion/Files/IngestRole',
      'Ingestion/Bronze/NoteRole',
      step('Plan'),
      step('Judge'),
      step('Publish'),
      BUILDER,
      'Warehouse/Reader',
      ...['data-engineer', 'data-analyst', 'repair'].map(person),
    ],
    'a table is a file below sql/ and comes without a deployment: a policy can name its database only',
  ),
  prefixes(
    READABLE_OBJECTS.map((layer) => `lake/${layer}`),
    [BUILDER, 'Pipeline/Reaper/ReapRole'],
    'the pipeline reads and writes the objects of every table, whose keys name a slice and an attempt',
  ),
  prefixes(
    [
      ...streams.map(({ contract }) => `lake/bronze/${contract}/*`),
      'lake/bronze/quarantine/*',
      'lake/bronze/*',
    ],
    [DELIVERY, 'Ingestion/Files/IngestRole'],
    'a door writes new objects below its table, by day; it may neither list nor delete',
  ),
  prefixes(
    [
      'lake/gold/*',
      ...['run_inputs', ...OPS_TABLE_NAMES].map((table) => `lake/ops/${table}/*`),
      'lake/bronze/quarantine/*',
      'lake/silver/transactions/*',
    ],
    ['Warehouse/Reader', step('Plan'), step('Report'), 'Monitoring/Health/CheckRole'],
    'readers of one layer or table through Athena or Redshift, which choose the objects',
  ),
  prefixes(
    READABLE_OBJECTS.map((layer) => `lake/${layer}`),
    ['data-engineer', 'data-analyst', 'auditor'].map(person),
    'people read the layers of their role, through Athena only, which chooses the objects',
  ),
];

const recordsAsSent = ({ access }: Config): readonly Acknowledgement[] => [
  prefixes(
    ['archive/archive/*', 'archive/aws/lambda/*'],
    ['Ingestion/Streams/*/ArchiveRole', 'Ingestion/Watcher/*/WatchRole'],
    'consumers of a stream add objects named by shard and position; Lambda fixes the prefix of discarded batches',
  ),
  prefixes(
    ['lake/delivery-errors/*', 'archive/inbox/*', 'archive/aws/lambda/*'],
    [DELIVERY, 'Ingestion/Bronze/CollectRole', person('repair')],
    'Firehose names the objects of failed deliveries; they are moved to the inbox, where people send them again',
  ),
  prefixes(
    ['landing/*', ...access.producers.map(({ source }) => `landing/${source}/*`)],
    [
      'Ingestion/Files/IngestRole',
      ...access.producers.map(({ source }) => `Access/Producers/${source}`),
    ],
    'files are named by whoever drops them: a source system below its own folder, the door reads them all',
  ),
  prefixes(
    ['archive/*', 'landing/*', 'lake/*'],
    [person('eraser')],
    'a person has the right to be forgotten wherever they stand; by MFA, on alarm, and no right to read',
  ),
];

const runs = (): readonly Acknowledgement[] => [
  prefixes(
    ['results/plans/*'],
    [
      ...['Plan', 'Render', 'Judge', 'Publish', 'Report'].map(step),
      ...['data-engineer', 'operator', 'auditor', 'repair'].map(person),
    ],
    'the plan of a run lies below the id of the run, which its start gives it',
  ),
  prefixes(
    ['results/queries/*', 'results/analysts/*', 'results/engineers/*'],
    [
      step('Judge'),
      BUILDER,
      'Monitoring/Health/CheckRole',
      person('data-analyst'),
      person('data-engineer'),
    ],
    'Athena names the results of a statement by its id, below the prefix of its workgroup',
  ),
  prefixes(
    ['BuildTable', 'Medallion', 'sluice-<env>-medallion'].map(
      (name) => `states:execution:${name}:*`,
    ),
    [
      'Pipeline/Machines/Medallion/Role',
      step('Plan'),
      ...['data-engineer', 'operator', 'repair'].map(person),
    ],
    'an execution of a named machine has the id that its start gives it',
  ),
];

const operations = (): readonly Acknowledgement[] => [
  prefixes(
    [
      'logs:log-group:/aws/lambda/sluice-<env>-*:*',
      'logs:log-group:/aws/kinesisfirehose/sluice-<env>-*:*',
      'logs:log-group:/aws/vendedlogs/states/sluice-<env>-*:*',
      'logs:log-group:/aws/redshift/sluice-<env>/connectionlog:*',
      'logs:log-group:/aws/redshift/sluice-<env>/userlog:*',
      'logs/*',
      'audit/*',
    ],
    [person('operator'), person('auditor')],
    'log streams and access logs are named by the services that write them',
  ),
  prefixes(
    [
      'logs:log-group:/aws/cloudtrail/sluice-<env>:log-stream:<AWS::AccountId>_CloudTrail_<AWS::Region>*',
    ],
    ['Storage/Trail/Role'],
    'CloudTrail adds a number to the name of its log stream',
  ),
  prefixes(
    [
      'dynamodb:table/sluice-<env>-*',
      'dynamodb:table/sluice-<env>-*/backup/*',
      'redshift-serverless:snapshot/*',
    ],
    ['Storage/Backup/Role', 'Warehouse/Snapshots/Role'],
    'backups and snapshots are named when they are made; a restored table takes a new name of ours',
  ),
];
