import type { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { EnvName } from '../../lambdas/shared/env';
import { PLANS_PREFIX } from '../../lambdas/shared/names';
import type { LambdaName } from '../build/lambdas';
import type { CatalogStack } from '../catalog-stack';
import type { Deployment } from '../deployment';
import type { StorageStack } from '../storage-stack';
import { allowKey, allowMissing, allowObjects } from './allow';
import { LakeFunction } from './lake-function';
import type { Warehouse } from './warehouse';

export interface PipelineStepProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger' | 'pipelineWorkgroup'>;
  readonly warehouse?: Warehouse;
}
export interface StepSettings {
  readonly entry: LambdaName;
  readonly timeout: Duration;
  readonly memoryMb: number;
  /** The variables it reads, of all that steps may read. */
  readonly reads: readonly EnvName[];
  /** What it does with the run's plan and outcomes; most write their own. */
  readonly plans?: 'write' | 'read' | 'none';
}

const PLANS = [`${PLANS_PREFIX}*`];

/** A function that a machine calls: what all steps share is the run's plan and outcomes in `results`. */
export function pipelineStep(
  scope: Construct,
  id: string,
  { deployment, storage, catalog, warehouse }: PipelineStepProps,
  { reads, plans = 'write', ...settings }: StepSettings,
): LakeFunction {
  const { keys, buckets } = storage;
  const variables: Partial<Record<EnvName, string>> = {
    LAKE_BUCKET: buckets.lake.bucketName,
    RESULTS_BUCKET: buckets.results.bucketName,
    LEDGER_TABLE: catalog.ledger.tableName,
    WAREHOUSE_WORKGROUP: warehouse?.workgroup.workgroupName,
    PIPELINE_SETTINGS: JSON.stringify(deployment.config.pipeline),
  };
  const step = new LakeFunction(scope, id, {
    ...settings,
    deployment,
    environment: Object.fromEntries(reads.map((name) => [name, variables[name] ?? ''])),
    key: keys.data,
  });
  if (plans !== 'none') {
    const actions = plans === 'read' ? ['s3:GetObject'] : ['s3:GetObject', 's3:PutObject'];
    allowObjects(step.handRole, buckets.results, actions, PLANS);
    allowMissing(step.handRole, buckets.results, PLANS);
    allowKey(step.handRole, keys.data, plans === 'read' ? 'read' : 'both', ['s3']);
  }
  if (reads.includes('LEDGER_TABLE')) allowKey(step.handRole, keys.data, 'both', ['dynamodb']);
  return step;
}
