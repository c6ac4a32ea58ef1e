import { Duration, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { DATABASE_ROLES_TAG } from './access/warehouse-queries';
import { allow, allowGrants, allowItems, allowKey } from './allow';
import type { LakeFunction } from './lake-function';
import { pipelineStep, type PipelineStepProps } from './pipeline-step';

/**
 * Copies published slices into the warehouse, where there is one. It comes with credentials of minutes, as the
 * warehouse's role `loader`: that role writes copies and reads gold, and nothing else.
 */
export function loadStep(scope: Construct, props: PipelineStepProps): LakeFunction | undefined {
  const { warehouse, catalog, storage } = props;
  if (warehouse === undefined) return undefined;
  const step = pipelineStep(scope, 'Load', props, {
    entry: 'load-warehouse',
    timeout: Duration.minutes(2),
    memoryMb: 512,
    reads: ['LEDGER_TABLE', 'WAREHOUSE_WORKGROUP', 'PIPELINE_SETTINGS'],
    plans: 'none',
  });
  const role = step.handRole;
  Tags.of(role).add(DATABASE_ROLES_TAG, 'loader');
  allowItems(role, catalog.ledger, ['dynamodb:Query'], ['slice#*']);
  const loads = ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem'];
  allowItems(role, catalog.ledger, loads, ['load#*']);
  const workgroup = [warehouse.workgroup.attrWorkgroupWorkgroupArn];
  allow(
    role,
    ['redshift-serverless:GetCredentials', 'redshift-data:BatchExecuteStatement'],
    workgroup,
  );
  // Statements have no ARN: only one's own can be looked at, and stopped.
  allow(role, ['redshift-data:DescribeStatement', 'redshift-data:CancelStatement'], ['*'], {
    StringEquals: { 'redshift-data:statement-owner-iam-userid': '${aws:userid}' },
  });
  const dataApi = ['redshift-data', 'redshift-serverless'] as const;
  allowKey(role, storage.keys.data, 'both', dataApi);
  allowGrants(role, storage.keys.data, dataApi);
  return step;
}
