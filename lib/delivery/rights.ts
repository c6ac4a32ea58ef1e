import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import {
  bucketName,
  keyAlias,
  ledgerTableName,
  machineName,
  PLANS_PREFIX,
  rootStackName,
  streamName,
  type Place,
} from '../../lambdas/shared/names';
import { allow } from '../constructs/allow';

/**
 * What `.ci/smoke` does after a deployment: push records, start a run, follow it and look at the alarms. It
 * reads plans and the ledger, no table. Resources go by name: the lake is another app.
 */
export function allowSmokeTest(role: iam.Role, place: Place): void {
  const stack = Stack.of(role);
  const arn = (service: string, resource: string, resourceName: string): string =>
    stack.formatArn({ service, resource, resourceName });
  const colons = (resource: string, resourceName: string): string =>
    stack.formatArn({
      service: 'states',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  const bucket = `arn:${stack.partition}:s3:::${bucketName(place, 'results')}`;
  const medallion = machineName(place.env, 'medallion');

  allow(
    role,
    ['kinesis:PutRecords'],
    [arn('kinesis', 'stream', streamName(place.env, 'transactions'))],
  );
  allow(role, ['states:StartExecution'], [colons('stateMachine', medallion)]);
  allow(role, ['states:DescribeExecution'], [colons('execution', `${medallion}:*`)]);
  allow(
    role,
    ['dynamodb:GetItem', 'dynamodb:Query'],
    [arn('dynamodb', 'table', ledgerTableName(place.env))],
  );
  allow(role, ['s3:GetObject'], [`${bucket}/${PLANS_PREFIX}*`]);
  allow(role, ['s3:ListBucket'], [bucket], {
    StringLike: { 's3:prefix': [`${PLANS_PREFIX}*`] },
  });
  const key = (alias: string, service: string): Record<string, Record<string, unknown>> => ({
    StringEquals: { 'kms:ViaService': `${service}.${stack.region}.amazonaws.com` },
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': alias },
  });
  const keys = [arn('kms', 'key', '*')];
  allow(role, ['kms:GenerateDataKey'], keys, key(keyAlias(place.env, 'sensitive'), 'kinesis'));
  allow(role, ['kms:Decrypt'], keys, key(keyAlias(place.env, 'data'), 's3'));
  allow(role, ['kms:Decrypt'], keys, key(keyAlias(place.env, 'data'), 'dynamodb'));
  allowAlarms(role);
}

/**
 * Alarms as the guard of a deployment reads them. CloudWatch asks for the right to all: it lists, and only
 * then picks what was asked for.
 */
export function allowAlarms(role: iam.Role): void {
  const alarms = Stack.of(role).formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  allow(role, ['cloudwatch:DescribeAlarms'], [alarms]);
}

/** Templates of the lake as deployed, for `cdk diff`: no right to any data. */
export function allowTemplates(role: iam.Role, env: string): void {
  const stack = Stack.of(role).formatArn({
    service: 'cloudformation',
    resource: 'stack',
    resourceName: `${rootStackName(env)}*`,
  });
  allow(
    role,
    [
      'cloudformation:DescribeStackResources',
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      'cloudformation:ListStackResources',
    ],
    [stack],
  );
}
