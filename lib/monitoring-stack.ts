import { NestedStack } from 'aws-cdk-lib';
import type * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { humanRoleName, rootStackName } from '../lambdas/shared/names';
import { advice } from './alarms/advice';
import { auditAlarms, type AuditAlarm } from './alarms/audit';
import { COMPOSITES } from './alarms/composites';
import { dashboardRows } from './alarms/dashboard';
import { dataAlarms } from './alarms/data';
import { doorAlarms, STREAM_CONSUMERS } from './alarms/doors';
import { functionAlarms } from './alarms/functions';
import { pipelineAlarms } from './alarms/pipeline';
import { storeAlarms, unjudged, watchedAlarms, type NamedQueue } from './alarms/stores';
import type { Alarm } from './alarms/alarm';
import { essential } from './alarms/essential';
import type { AccessStack } from './access-stack';
import type { CatalogStack } from './catalog-stack';
import { AuditFilters } from './constructs/audit-filters';
import { doAgain } from './constructs/access/again';
import { operateQueues } from './constructs/access/operators';
import { Detectors } from './constructs/detectors';
import { HealthCheck } from './constructs/health-check';
import { LakeAlarms } from './constructs/lake-alarms';
import { OperationsDashboard } from './constructs/operations-dashboard';
import { Spending } from './constructs/spending';
import type { Deployment } from './deployment';
import type { IngestionStack } from './ingestion-stack';
import type { StorageStack } from './storage-stack';

export interface MonitoringStackProps {
  readonly deployment: Deployment;
  readonly storage: Pick<StorageStack, 'keys' | 'buckets'> & { readonly trailLog: logs.ILogGroup };
  readonly catalog: Pick<CatalogStack, 'ledger'>;
  readonly topics: IngestionStack['topics'];
  readonly people: AccessStack['people'];
}

/**
 * Last of all: it watches what the stacks before it wrote down in the watchlist, so that nothing that was made can
 * be forgotten.
 */
export class MonitoringStack extends NestedStack {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: MonitoringStackProps,
  ) {
    super(scope, id);
    const { deployment, storage, topics } = props;
    const { config, place, watchlist } = deployment;
    if (config.monitoring.level === 'full') new HealthCheck(this, 'Health', props);
    operateQueues(this, props.people.operator, deployment);
    doAgain(this, props.people, deployment);
    const queues = watchlist.queues.map(({ id: name, queue, ...told }): NamedQueue => {
      return { id: name, name: queue.queueName, ...told };
    });
    const audit = this.audited();
    new AuditFilters(this, 'Audit', { trailLog: storage.trailLog, alarms: audit });
    const isFull = config.monitoring.level === 'full';
    const alarms = [...this.alarms(queues), ...audit];
    new LakeAlarms(this, 'Alarms', {
      deployment,
      topics,
      alarms: isFull ? alarms : essential(alarms),
      composites: isFull ? COMPOSITES : [],
    });
    if (isFull) {
      new OperationsDashboard(this, 'Operations', {
        deployment,
        advice: advice(config),
        rows: dashboardRows({ config, place, functions: watchlist.functions, queues }),
      });
    }
    new Spending(this, 'Spending', { deployment, topics });
    new Detectors(this, 'Detectors', { settings: config.detectors, logs: storage.buckets.logs });
  }

  private alarms(queues: readonly NamedQueue[]): readonly Alarm[] {
    const { config, place, watchlist } = this.props.deployment;
    const names = watchlist.functions.map(({ name }) => name);
    const watched = config.streams
      .map(({ contract }) => contract)
      .filter((contract) =>
        names.some((name) => name.endsWith(`-${STREAM_CONSUMERS[1]}-${contract}`)),
      );
    return [
      ...doorAlarms({ config, functions: names }),
      ...watchedAlarms(watched),
      ...watched.slice(0, 1).map(unjudged), // the first is the main stream
      ...pipelineAlarms(config, place, watchlist.machines),
      ...dataAlarms(config),
      ...functionAlarms(config.env, watchlist.functions),
      ...storeAlarms(config, queues, [...new Set(watchlist.tables)]),
    ];
  }

  private audited(): readonly AuditAlarm[] {
    const { deployment, storage } = this.props;
    const { env } = deployment.config;
    const { keys, buckets } = storage;
    return auditAlarms({
      sensitiveKey: keys.sensitive.keyArn,
      keys: Object.values(keys).map(({ keyArn }) => keyArn),
      locked: [buckets.landing.bucketName, buckets.archive.bucketName],
      // Roles that CloudFormation names begin as the stack does; none that we name opens clear records.
      ownSessions: [`*:assumed-role/${rootStackName(env)}-*`],
      eraserRole: humanRoleName(env, 'eraser'),
      trailLog: storage.trailLog.logGroupName,
    });
  }
}
