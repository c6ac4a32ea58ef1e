import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Alarm, Composite, Measure, Severity } from '../alarms/alarm';
import type { Deployment } from '../deployment';

export interface LakeAlarmsProps {
  readonly deployment: Deployment;
  readonly topics: Readonly<Record<Severity, sns.ITopic>>;
  readonly alarms: readonly Alarm[];
  readonly composites: readonly Composite[];
}

const COMPARISONS = {
  '>': cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  '>=': cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  '<': cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;
const MISSING = {
  breaching: cloudwatch.TreatMissingData.BREACHING,
  notBreaching: cloudwatch.TreatMissingData.NOT_BREACHING,
  missing: cloudwatch.TreatMissingData.MISSING,
} as const;
const isSeverity = (tells: Alarm['tells']): tells is Severity =>
  tells === 'page' || tells === 'ticket' || tells === 'info';

/** How long a consequence waits for its cause to ring, and stays quiet after it. */
const SUPPRESSOR_WAIT = Duration.minutes(5);
const SUPPRESSOR_EXTENSION = Duration.minutes(15);

/**
 * Alarms from data. One that belongs to a composite wakes nobody: an incident is one message, and its parts are
 * noted on `info`, in the message's alarm and on the dashboard.
 */
export class LakeAlarms extends Construct {
  private readonly made = new Map<string, cloudwatch.IAlarm>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LakeAlarmsProps,
  ) {
    super(scope, id);
    for (const alarm of props.alarms) this.made.set(alarm.id, this.metricAlarm(alarm));
    for (const composite of props.composites) {
      this.made.set(composite.id, this.composite(composite));
    }
    for (const severity of ['page', 'ticket', 'info'] as const) this.allowTelling(severity);
  }

  private metricAlarm(spec: Alarm): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(new Construct(this, spec.id), 'Alarm', {
      alarmName: this.nameOf(spec.id),
      alarmDescription: this.describe(spec),
      metric: metricOf(spec),
      comparisonOperator: COMPARISONS[spec.when],
      threshold: spec.threshold,
      evaluationPeriods: spec.of ?? spec.periods,
      datapointsToAlarm: spec.periods,
      treatMissingData: MISSING[spec.missing],
    });
    if (isSeverity(spec.tells)) this.tell(alarm, spec.tells);
    else alarm.addAlarmAction(new SnsAction(this.props.topics.info));
    return alarm;
  }

  private composite(spec: Composite): cloudwatch.CompositeAlarm {
    const parts = this.props.alarms.filter(({ tells }) => tells === spec.id);
    const suppressor = spec.quietDuring && this.made.get(spec.quietDuring);
    const alarm = new cloudwatch.CompositeAlarm(new Construct(this, spec.id), 'Alarm', {
      compositeAlarmName: this.nameOf(spec.id),
      alarmDescription: this.describe(spec),
      alarmRule: cloudwatch.AlarmRule.anyOf(
        ...parts.flatMap(({ id }) => {
          const part = this.made.get(id);
          return part ? [cloudwatch.AlarmRule.fromAlarm(part, cloudwatch.AlarmState.ALARM)] : [];
        }),
      ),
      ...(suppressor && {
        actionsSuppressor: suppressor,
        actionsSuppressorWaitPeriod: SUPPRESSOR_WAIT,
        actionsSuppressorExtensionPeriod: SUPPRESSOR_EXTENSION,
      }),
    });
    this.tell(alarm, spec.severity);
    return alarm;
  }

  private tell(alarm: cloudwatch.AlarmBase, severity: Severity): void {
    const action = new SnsAction(this.props.topics[severity]);
    alarm.addAlarmAction(action);
    alarm.addOkAction(action);
  }

  private nameOf(id: string): string {
    return `sluice-${this.props.deployment.config.env}-${id}`;
  }

  private describe({ impact, runbook }: Pick<Alarm, 'impact' | 'runbook'>): string {
    return `${impact} What to do: ${this.props.deployment.config.monitoring.runbook}#${runbook}`;
  }

  /** Alarms of this lake only: another account's alarm could otherwise speak in its name. */
  private allowTelling(severity: Severity): void {
    const stack = Stack.of(this);
    const topic = this.props.topics[severity];
    topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsTell',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: {
            'aws:SourceArn': `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:${this.nameOf('*')}`,
          },
        },
      }),
    );
  }
}

function metricOf({ value, periodMinutes }: Alarm): cloudwatch.IMetric {
  const period = Duration.minutes(periodMinutes);
  if (!('formula' in value)) return measured(value, period);
  return new cloudwatch.MathExpression({
    expression: value.formula,
    usingMetrics: Object.fromEntries(
      Object.entries(value.of).map(([name, measure]) => [name, measured(measure, period)]),
    ),
    period,
  });
}

const measured = (measure: Measure, period: Duration): cloudwatch.Metric =>
  new cloudwatch.Metric({
    namespace: measure.namespace,
    metricName: measure.name,
    dimensionsMap: { ...measure.dimensions },
    statistic: measure.statistic,
    period,
  });
