import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { ARCHIVE_INBOX_PREFIX } from '../../../lambdas/shared/names';
import { allow, allowItems, allowKey, allowMissing, allowObjects, allowTables } from '../allow';
import { humanRole } from './human-role';
import { LEDGER_KEYS, LEDGER_READ, type RoleProps } from './parts';
import { allowPlans } from './readers';
import { allowControl, allowRuns } from './runs';

/** Keeps runs going: starts, stops, re-drives, reads logs and alarms, changes settings. Sees no data. */
export function operator(props: RoleProps): iam.Role {
  const { scope, deployment, storage, catalog, ingestion } = props;
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
  allow(
    role,
    ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
    [catalog.configuration.tableArn],
  );
  allow(
    role,
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    [ingestion.failed.queueArn],
  );
  allowKey(role, storage.keys.data, 'both', ['dynamodb', 'sqs']);
  allowTelemetry(role, props);
  return role;
}

/** Our logs hold positions, counts and names; no value of a record. */
function allowTelemetry(role: iam.Role, { deployment }: RoleProps): void {
  const stack = Stack.of(role);
  const ours = [`/aws/lambda/sluice-${deployment.config.env}-*`, '/aws/kinesisfirehose/sluice-*'];
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

const PUBLISHED = { silver: ['*'], gold: ['*'] };

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
    'republishes and rolls back tables, replays the inbox of failed deliveries; reads no table',
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
    PUBLISHED,
  );
  const inbox = [`${ARCHIVE_INBOX_PREFIX}*`];
  allowObjects(role, storage.buckets.archive, ['s3:GetObject', 's3:DeleteObject'], inbox);
  allowMissing(role, storage.buckets.archive, inbox);
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

/** Forgets a person in what is locked: finds and deletes versions, and reads none of them. */
export function eraser({ scope, deployment, storage }: RoleProps): iam.Role {
  const role = humanRole(
    scope,
    deployment,
    'eraser',
    'deletes locked versions in archive and landing; every use raises an alarm',
  );
  const { archive, landing } = storage.buckets;
  allow(role, ['s3:ListBucketVersions'], [archive.bucketArn, landing.bucketArn]);
  for (const bucket of [archive, landing]) {
    allowObjects(role, bucket, ['s3:BypassGovernanceRetention', 's3:DeleteObjectVersion'], ['*']);
  }
  return role;
}
