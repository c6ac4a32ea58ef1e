import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { UNDELIVERED_PREFIXES, WATCH_CATEGORY, warehouseName } from '../../../lambdas/shared/names';
import type { Deployment } from '../../deployment';
import { PUBLISHED_TABLES } from '../../layers';
import { allow, allowItems, allowKey, allowMissing, allowObjects, allowTables } from '../allow';
import { humanRole } from './human-role';
import { LEDGER_KEYS, LEDGER_READ, type RoleProps } from './parts';
import { allowPlans } from './readers';
import { allowControl, allowRuns } from './runs';

/** Keeps runs going: starts, stops, re-drives, reads logs and alarms, changes settings. Sees no data. */
export function operator(props: RoleProps): iam.Role {
  const { scope, deployment, storage, catalog } = props;
  const role = humanRole(
    scope,
    deployment,
    'operator',
    'starts, stops and re-drives runs, watches alarms, changes settings; sees no data',
  );
  allowRuns(role, props);
  allowControl(role, props);
  allowPlans(role, props);
  allowItems(role, catalog.ledger, LEDGER_READ, LEDGER_KEYS);
  allowItems(
    role,
    catalog.configuration,
    ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
    [WATCH_CATEGORY],
  );
  // Which queues there are knows the last stack only: see operateQueues.
  allowKey(role, storage.keys.data, 'both', ['dynamodb', 'sqs']);
  allowTelemetry(role, props);
  return role;
}

/**
 * Every queue of the watchlist: who is called because something lies there has to see what. In the last stack,
 * because its queues are made after the roles.
 */
export function operateQueues(
  scope: Construct,
  role: iam.IRole,
  { watchlist }: Pick<Deployment, 'watchlist'>,
): void {
  new iam.ManagedPolicy(scope, 'OperatedQueues', {
    description: 'the operator looks at what failed, and takes it off',
    roles: [role],
    statements: [
      new iam.PolicyStatement({
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: watchlist.queues.map(({ queue }) => queue.queueArn),
      }),
    ],
  });
}

/**
 * Our logs hold positions, counts and names; no value of a record. The warehouse's log of statements may hold
 * values that somebody typed: an operator sees who came, not what they asked.
 */
function allowTelemetry(role: iam.Role, { deployment }: RoleProps): void {
  const stack = Stack.of(role);
  const { env, warehouse } = deployment.config;
  const ours = [
    `/aws/lambda/sluice-${env}-*`,
    `/aws/kinesisfirehose/sluice-${env}-*`,
    `/aws/vendedlogs/states/sluice-${env}-*`,
    ...(warehouse === 'off'
      ? []
      : ['connectionlog', 'userlog'].map((log) => `/aws/redshift/${warehouseName(env)}/${log}`)),
  ];
  allow(
    role,
    ['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:DescribeLogStreams'],
    ours.map((name) =>
      stack.formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: `${name}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    ),
  );
  // CloudWatch reads metrics, dashboards and alarms of an account as a whole.
  allow(
    role,
    ['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:GetDashboard'],
    ['*'],
  );
}

/**
 * Puts right what a fault left behind: republishes and rolls back tables, sends failed deliveries again. It reads
 * records as they were sent and writes to streams, so it reads no table.
 */
export function repair(props: RoleProps): iam.Role {
  const { scope, deployment, storage, catalog, ingestion } = props;
  const role = humanRole(
    scope,
    deployment,
    'repair',
    'republishes and rolls back tables, replays what was not delivered; reads no table',
  );
  allowRuns(role, props);
  allowPlans(role, props);
  allowItems(
    role,
    catalog.ledger,
    [...LEDGER_READ, 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    ['lease', 'slice#*', 'model#*', 'day#*', 'run'],
  );
  allowTables(
    role,
    [
      'glue:GetTable',
      'glue:GetTables',
      'glue:UpdateTable',
      'glue:GetPartitions',
      'glue:BatchCreatePartition',
      'glue:BatchUpdatePartition',
      'glue:BatchDeletePartition',
    ],
    PUBLISHED_TABLES,
  );
  const undelivered = UNDELIVERED_PREFIXES.map((prefix) => `${prefix}*`);
  allowObjects(role, storage.buckets.archive, ['s3:GetObject', 's3:DeleteObject'], undelivered);
  allowMissing(role, storage.buckets.archive, undelivered);
  allow(
    role,
    ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:DescribeStreamSummary'],
    ingestion.streams.map(({ streamArn }) => streamArn),
  );
  allowKey(role, storage.keys.sensitive, 'read', ['s3']);
  allowKey(role, storage.keys.sensitive, 'write', ['kinesis']);
  allowKey(role, storage.keys.data, 'both', ['dynamodb']);
  return role;
}

/** Forgets a person: finds and deletes versions, and reads none of them. */
export function eraser({ scope, deployment, storage }: RoleProps): iam.Role {
  const role = humanRole(
    scope,
    deployment,
    'eraser',
    'deletes versions in archive, landing and lake; every use raises an alarm',
  );
  const { archive, landing, lake } = storage.buckets;
  allow(
    role,
    ['s3:ListBucketVersions'],
    [archive, landing, lake].map(({ bucketArn }) => bucketArn),
  );
  // Nothing of the lake is locked.
  allowObjects(role, lake, ['s3:DeleteObjectVersion'], ['*']);
  for (const bucket of [archive, landing]) {
    allowObjects(role, bucket, ['s3:BypassGovernanceRetention', 's3:DeleteObjectVersion'], ['*']);
  }
  return role;
}
