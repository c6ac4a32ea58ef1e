import type * as iam from 'aws-cdk-lib/aws-iam';
import {
  ANALYSTS_RESULTS_PREFIX,
  ANALYSTS_WORKGROUP,
  ENGINEERS_RESULTS_PREFIX,
  ENGINEERS_WORKGROUP,
  PLANS_PREFIX,
} from '../../../lambdas/shared/names';
import { READABLE_LAYERS } from '../../layers';
import { allow, allowItems, allowKey, allowMissing, allowObjects } from '../allow';
import { humanRole } from './human-role';
import { allowRuns } from './runs';
import { LEDGER_KEYS, LEDGER_READ, type RoleProps } from './parts';
import { allowQueries } from './queries';
import { allowWarehouse } from './warehouse-queries';

/** Reads gold, through Athena and where there is a warehouse there, and nothing else. */
export function dataAnalyst(props: RoleProps): iam.Role {
  const { scope, deployment, storage } = props;
  const role = humanRole(
    scope,
    deployment,
    'data-analyst',
    'reads gold through Athena, in a workgroup that bounds what a statement scans',
  );
  allowQueries(role, storage, {
    workgroup: ANALYSTS_WORKGROUP,
    results: ANALYSTS_RESULTS_PREFIX,
    layers: ['gold'],
  });
  allowWarehouse(role, props, 'analyst');
  return role;
}

/**
 * Reads every layer, tokens included, and starts runs; writes to no stream and no landing: who could do both would
 * learn a person's token by sending a record.
 */
export function dataEngineer(props: RoleProps): iam.Role {
  const { scope, deployment, storage, catalog } = props;
  const role = humanRole(
    scope,
    deployment,
    'data-engineer',
    'reads all layers through Athena, reads plans, ledger and runs, starts runs',
  );
  allowQueries(role, storage, {
    workgroup: ENGINEERS_WORKGROUP,
    results: ENGINEERS_RESULTS_PREFIX,
    layers: READABLE_LAYERS,
  });
  allowWarehouse(role, props, 'engineer');
  allowRuns(role, props);
  allowPlans(role, props);
  allowItems(role, catalog.ledger, LEDGER_READ, LEDGER_KEYS);
  allowKey(role, storage.keys.data, 'both', ['dynamodb']);
  return role;
}

/** Plans and outcomes of runs: names, counts and positions. */
export function allowPlans(role: iam.Role, { storage }: RoleProps): void {
  allowObjects(role, storage.buckets.results, ['s3:GetObject'], [`${PLANS_PREFIX}*`]);
  allowMissing(role, storage.buckets.results, [`${PLANS_PREFIX}*`]);
  allowKey(role, storage.keys.data, 'read', ['s3']);
}

/** Evidence: what was run, read, published and set, who did what, and how everything is configured. No writes. */
export function auditor(props: RoleProps): iam.Role {
  const { scope, deployment, storage, catalog } = props;
  const role = humanRole(
    scope,
    deployment,
    'auditor',
    'reads trail, ledger, ops and configuration; changes nothing',
  );
  const { lake, logs, audit } = storage.buckets;
  allowItems(role, catalog.ledger, LEDGER_READ, LEDGER_KEYS);
  allow(role, ['dynamodb:GetItem', 'dynamodb:Query'], [catalog.configuration.tableArn]);
  allowKey(role, storage.keys.data, 'both', ['dynamodb']);
  allowObjects(role, lake, ['s3:GetObject'], ['ops/*']);
  allowMissing(role, lake, ['ops/*']);
  for (const evidence of [logs, audit]) {
    allowObjects(role, evidence, ['s3:GetObject'], ['*']);
    allowMissing(role, evidence, ['*']);
  }
  allowPlans(role, props);
  allowInspection(role, props);
  return role;
}

/** Settings of what was deployed, never what it holds. */
function allowInspection(role: iam.Role, { storage, ingestion }: RoleProps): void {
  const { keys, buckets } = storage;
  allow(
    role,
    [
      's3:GetBucketPolicy',
      's3:GetEncryptionConfiguration',
      's3:GetLifecycleConfiguration',
      's3:GetBucketVersioning',
      's3:GetBucketObjectLockConfiguration',
      's3:GetBucketPublicAccessBlock',
    ],
    Object.values(buckets).map(({ bucketArn }) => bucketArn),
  );
  allow(
    role,
    ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus'],
    Object.values(keys).map(({ keyArn }) => keyArn),
  );
  allow(
    role,
    ['kinesis:DescribeStreamSummary'],
    ingestion.streams.map(({ streamArn }) => streamArn),
  );
  // These services list and look up without resources.
  allow(
    role,
    ['cloudtrail:DescribeTrails', 'cloudtrail:LookupEvents', 'iam:ListRoles', 'iam:ListPolicies'],
    ['*'],
  );
}
