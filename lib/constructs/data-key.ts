import type * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { bucketName, trailArn } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import {
  byService,
  grantsFor,
  keyPlaceOf,
  throughServices,
  usedByBuckets,
  usedByQueues,
  usedBySecrets,
  usedByTables,
  usedByTopics,
  type KeyPlace,
} from './key-use';
import { LakeKey } from './lake-key';

/** Services that set up a resource under the key and go on using it. */
const GRANTEES = ['dynamodb', 'backup', 'redshift', 'redshift-serverless', 'redshift-data'];
/** Of these, the ones that ask for more of whoever sets up or asks: their context is written down nowhere. */
const WAREHOUSE = ['redshift', 'redshift-serverless', 'redshift-data'];

export interface DataKeyProps {
  readonly deployment: Deployment;
}

/** The key of everything that holds no clear personal value, and the services that write there by themselves. */
export function dataKey(scope: Construct, id: string, { deployment }: DataKeyProps): LakeKey {
  const place = keyPlaceOf(scope, deployment.config.env);
  const buckets = (['lake', 'results', 'logs', 'audit'] as const).map((role) =>
    bucketName(deployment.place, role),
  );
  const made = new LakeKey(scope, id, {
    deployment,
    name: 'data',
    description: 'tables, results, ledger, logs: nothing in clear',
    uses: [
      usedByBuckets(place, buckets),
      usedByTables(place),
      usedByQueues(place),
      usedByTopics(place),
      usedBySecrets(place),
    ],
  });
  const statements = [
    grantsFor(place, GRANTEES),
    throughServices(place, 'ThroughBackup', ['backup'], ['kms:RetireGrant']),
    throughServices(place, 'ThroughWarehouse', WAREHOUSE),
    ...logWriters(place, bucketName(deployment.place, 'logs')),
    ...trailWriter(trailArn(deployment.place, place.partition)),
    ...messengers(place),
  ];
  for (const statement of statements) made.key.addToResourcePolicy(statement);
  return made;
}

/** Log groups, log delivery and access logs, each of this lake only. */
function logWriters(place: KeyPlace, logs: string): readonly iam.PolicyStatement[] {
  const { env, partition, region, account } = place;
  const groups = `arn:${partition}:logs:${region}:${account}:log-group:*sluice-${env}*`;
  return [
    byService('LogGroups', `logs.${region}.amazonaws.com`, {
      service: 'logs',
      context: 'aws:logs:arn',
      values: [groups],
    }),
    byService('LogDelivery', 'delivery.logs.amazonaws.com', undefined, {
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
    // Access logs name neither account nor bucket to KMS; the context does.
    byService('AccessLogs', 'logging.s3.amazonaws.com', usedByBuckets(place, [logs])),
  ];
}

function trailWriter(trail: string): readonly iam.PolicyStatement[] {
  const conditions = { StringEquals: { 'aws:SourceArn': trail } };
  const written = { service: 'cloudtrail', context: 'aws:cloudtrail:arn', values: [trail] };
  return [
    byService('Trail', 'cloudtrail.amazonaws.com', written, {
      actions: ['kms:GenerateDataKey'],
      conditions,
    }),
    byService('TrailLooksAtTheKey', 'cloudtrail.amazonaws.com', undefined, {
      actions: ['kms:DescribeKey'],
      conditions,
    }),
  ];
}

/**
 * Who puts messages into topics and queues under the key. EventBridge says neither account nor rule to KMS (AWS
 * documents it): the context, which SNS and SQS give, keeps it to our topics and this account's queues.
 */
function messengers(place: KeyPlace): readonly iam.PolicyStatement[] {
  const topics = usedByTopics(place);
  const ours = { conditions: { StringEquals: { 'aws:SourceAccount': place.account } } };
  return [
    byService('EventsToTopics', 'events.amazonaws.com', topics),
    byService('UndeliveredEvents', 'events.amazonaws.com', usedByQueues(place)),
    byService('Alarms', 'cloudwatch.amazonaws.com', topics, ours),
    byService('Budgets', 'budgets.amazonaws.com', topics, ours),
    byService('UnusualCost', 'costalerts.amazonaws.com', topics, ours),
  ];
}
