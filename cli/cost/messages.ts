import { TOPICS } from '../../lambdas/shared/names';
import type { TemplateResource } from '../../lib/build/templates';
import { dataEvents } from './buckets';
import { charge, type Line } from './line';
import { DAYS, shortName, type Month } from './month';
import { at, firesPerMonth, listAt, textOf } from './properties';
import { tablesGb } from './tables';

const [ALERTS] = TOPICS;

/** `AWS::SNS::Topic`: alarms speak rarely, the watcher as assumed. */
export function topicLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const name = shortName(month, properties.TopicName);
  const sent = name === ALERTS && month.records > 0 ? month.given.alertsPerDay * DAYS : 0;
  return [charge('sns.publish', sent, `topic ${name}`)];
}

/** `AWS::SNS::Subscription` */
export function subscriptionLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const mails = properties.Protocol === 'email' ? month.given.alertsPerDay * DAYS : 0;
  return [charge('sns.email', mails, 'e-mails')];
}

/** `AWS::Scheduler::Schedule` */
export function scheduleLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const fires = firesPerMonth(textOf(properties.ScheduleExpression));
  return [charge('events.schedule', properties.State === 'DISABLED' ? 0 : fires, 'schedules')];
}

/** `AWS::CloudTrail::Trail`: the first copy of management events costs nothing. */
export function trailLines(month: Month): readonly Line[] {
  return [charge('cloudtrail.data', dataEvents(month), 'writes of the lake, landing, archive')];
}

/** `AWS::Backup::BackupPlan`: full copies of the tables for as long as a rule keeps them. */
export function backupLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  return listAt(properties, 'BackupPlan', 'BackupPlanRule').map((rule) => {
    const kept = Number(at(rule, 'Lifecycle', 'DeleteAfterDays') ?? DAYS) / DAYS;
    const copies = firesPerMonth(textOf(at(rule, 'ScheduleExpression'))) * kept;
    return charge('backup.stored', copies * tablesGb(month), 'copies of the tables');
  });
}

/** `AWS::ApplicationAutoScaling::ScalingPolicy`: tracking a target makes four alarms. */
export const scalingLines = (): readonly Line[] => [
  charge('cloudwatch.alarm', 4, 'alarms of autoscaling'),
];
