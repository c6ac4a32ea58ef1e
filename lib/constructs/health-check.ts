import { Duration, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { PIPELINE_WORKGROUP, QUERY_RESULTS_PREFIX } from '../../lambdas/shared/names';
import type { HealthSettings } from '../../lambdas/shared/settings';
import { reportHours } from '../alarms/reports';
import type { CatalogStack } from '../catalog-stack';
import type { Config } from '../config';
import type { Deployment } from '../deployment';
import type { StorageStack } from '../storage-stack';
import {
  allow,
  allowDefaultDatabase,
  allowItems,
  allowKey,
  allowList,
  allowObjects,
  allowTables,
} from './allow';
import { LakeFunction } from './lake-function';
import { LakeQueue } from './lake-queue';
import { everyMinutes, onSchedule, schedulerRole } from './on-schedule';

export interface HealthCheckProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'>;
  readonly catalog: Pick<CatalogStack, 'ledger'>;
}

/** What the handler is told: the part of the settings that its rules read. */
export function healthSettingsOf(config: Config): HealthSettings {
  const { monitoring, gate } = config;
  return {
    businessHours: monitoring.businessHours,
    expectedFiles: monitoring.expectedFiles,
    rejectShare: monitoring.rejectShare,
    rejectFloor: monitoring.rejectFloor,
    regulatoryHours: reportHours(config),
    businessDay: { timeZone: gate.timeZone, cutoffHour: gate.cutoffHour },
  };
}

/** Looks at the lake every few minutes as somebody outside would, and once an hour more closely. */
export class HealthCheck extends Construct {
  private readonly handler: LakeFunction;
  private readonly undelivered: LakeQueue;
  private readonly role: iam.Role;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HealthCheckProps,
  ) {
    super(scope, id);
    const { deployment, storage, catalog } = props;
    const key = storage.keys.data;
    this.handler = new LakeFunction(this, 'Check', {
      deployment,
      entry: 'check-health',
      timeout: Duration.minutes(5), // a statement of seconds, on a bad day queued for minutes
      memoryMb: 512,
      atOnce: 2,
      environment: {
        LAKE_BUCKET: storage.buckets.lake.bucketName,
        LEDGER_TABLE: catalog.ledger.tableName,
        MONITORING_SETTINGS: JSON.stringify(healthSettingsOf(deployment.config)),
      },
      key,
    });
    this.undelivered = new LakeQueue(this, 'Undelivered', {
      deployment,
      key,
      about: 'unlooked',
      tells: 'machinery',
      impact: 'A look at the lake did not take place: what it would have found is not known.',
    });
    this.handler.keepFailedEvents(this.undelivered, key);
    this.allowLooking();
    this.allowStatement();
    this.role = schedulerRole(this, 'ScheduleRole', 'asks for looks at the lake', {
      queue: this.undelivered,
      key,
    });
    allow(this.role, ['lambda:InvokeFunction'], [this.handler.functionArn]);
    this.schedule('Ledger', 'ledger', deployment.config.monitoring.healthEveryMinutes);
    this.schedule('Tables', 'tables', 60);
  }

  private allowLooking(): void {
    const { storage, catalog } = this.props;
    const { handRole } = this.handler;
    allowItems(
      handRole,
      catalog.ledger,
      ['dynamodb:Query', 'dynamodb:BatchGetItem'],
      ['run', 'model#*', 'slice#*', 'file#*'],
    );
    allowList(handRole, storage.buckets.lake, ['bronze/*']);
    allowKey(handRole, storage.keys.data, 'both', ['dynamodb', 's3']);
  }

  /** Athena reads with the caller's permissions. */
  private allowStatement(): void {
    const { lake, results } = this.props.storage.buckets;
    const { handRole } = this.handler;
    const athena = (resource: string, resourceName: string): string =>
      Stack.of(this).formatArn({ service: 'athena', resource, resourceName });
    allow(
      handRole,
      ['athena:StartQueryExecution', 'athena:GetQueryExecution', 'athena:GetQueryResults'],
      [athena('workgroup', PIPELINE_WORKGROUP)],
    );
    allow(handRole, ['athena:GetDataCatalog'], [athena('datacatalog', 'AwsDataCatalog')]);
    allowTables(
      handRole,
      ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions', 'glue:BatchGetPartition'],
      { bronze: ['quarantine'], silver: ['transactions'] },
    );
    allowDefaultDatabase(handRole);
    allowObjects(
      handRole,
      lake,
      ['s3:GetObject'],
      ['bronze/quarantine/*', 'silver/transactions/*'],
    );
    allowList(handRole, lake, ['silver/transactions/*']);
    allow(handRole, ['s3:GetBucketLocation'], [lake.bucketArn, results.bucketArn]);
    allowObjects(
      handRole,
      results,
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
      [`${QUERY_RESULTS_PREFIX}*`],
    );
    allowList(handRole, results, [`${QUERY_RESULTS_PREFIX}*`]);
  }

  private schedule(id: string, look: 'ledger' | 'tables', minutes: number): void {
    onSchedule(new Construct(this, id), {
      description: `looks at the health of the lake: ${look}`,
      role: this.role,
      undelivered: this.undelivered,
      expression: everyMinutes(minutes),
      target: this.handler.functionArn,
      input: { look },
      // The next look sees the same: a missed one is not made up for.
      retries: 2,
      patienceSeconds: minutes * 60,
    });
  }
}
