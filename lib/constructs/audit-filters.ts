import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { AUDIT_NAMESPACE, type AuditAlarm } from '../alarms/audit';

export interface AuditFiltersProps {
  readonly trailLog: logs.ILogGroup;
  readonly alarms: readonly AuditAlarm[];
}

/** Counts what somebody has to know of in the trail's log; a metric costs only in months in which it happens. */
export class AuditFilters extends Construct {
  constructor(scope: Construct, id: string, { trailLog, alarms }: AuditFiltersProps) {
    super(scope, id);
    for (const { id: name, pattern, metric } of alarms) {
      new logs.MetricFilter(new Construct(this, name), 'Filter', {
        logGroup: trailLog,
        filterPattern: logs.FilterPattern.literal(pattern),
        metricNamespace: AUDIT_NAMESPACE,
        metricName: metric,
        metricValue: '1',
      });
    }
  }
}
