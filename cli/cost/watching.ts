import { METRICS } from '../../lambdas/shared/metrics';
import type { TemplateResource } from '../../lib/build/templates';
import { callsOf, entryOf } from './calls';
import { charge, type Line } from './line';
import { machineMonth } from './machines';
import { DAYS, GB, shortName, type Month } from './month';
import { at, listAt, numberAt, textOf } from './properties';

/** `AWS::CloudWatch::Alarm`: each metric it reads is billed; a band of what is usual counts thrice. */
export function alarmLines(_month: Month, { properties }: TemplateResource): readonly Line[] {
  const stats = listAt(properties, 'Metrics').filter((one) => at(one, 'MetricStat') !== undefined);
  const isBand = JSON.stringify(properties.Metrics ?? []).includes('ANOMALY_DETECTION_BAND');
  const metrics = Math.max(1, stats.length) * (isBand ? 3 : 1);
  const period = numberAt(properties, 'Period') || 60;
  return [charge(period < 60 ? 'cloudwatch.fastAlarm' : 'cloudwatch.alarm', metrics, 'alarms')];
}

/** Platform lines of a call, our own lines, and one line of metrics. */
const PLATFORM = 480;
const OWN = 250;
const EMBEDDED = 500;
const WRITES_METRICS = new Set([
  'transform-records',
  'watch-records',
  'check-health',
  'report-run',
]);
/** Events of one transition at level ALL without payloads. */
const TRANSITION = 2.5 * 700;
/** CloudWatch keeps logs compressed. */
const KEPT_SHARE = 0.15;

/** `AWS::Logs::LogGroup` */
export function logLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const name = shortName(month, properties.LogGroupName);
  const gb = loggedBytes(month, properties.LogGroupName) / GB;
  const days = numberAt(properties, 'RetentionInDays') || month.given.months * DAYS;
  const months = Math.min(days / DAYS, month.given.months);
  return [
    charge('cloudwatch.logsIn', gb, name),
    charge('cloudwatch.logsKept', gb * KEPT_SHARE * months, name),
  ];
}

function loggedBytes(month: Month, group: unknown): number {
  const name = shortName(month, group);
  const named = (property: string) => (one: TemplateResource) =>
    one.properties[property] !== undefined && shortName(month, one.properties[property]) === name;
  const writer = month.resources.find(named('FunctionName'));
  if (writer?.type === 'AWS::Lambda::Function') return functionBytes(month, writer);
  const machine = month.resources.find(named('StateMachineName'));
  return machine === undefined ? 0 : machineMonth(month, machine).transitions * TRANSITION;
}

function functionBytes(month: Month, writer: TemplateResource): number {
  const { entry } = entryOf(month, writer.properties.FunctionName);
  const level = textOf(at(writer.properties, 'LoggingConfig', 'SystemLogLevel') ?? 'INFO');
  const line = (level === 'WARN' ? 0 : PLATFORM) + OWN + (WRITES_METRICS.has(entry) ? EMBEDDED : 0);
  return callsOf(month, writer).count * line;
}

/** Metrics that our handlers write: each name and each contract is one of its own. */
export function ownMetrics(month: Month): readonly Line[] {
  const functions = month.resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  const deployed = (entry: string): number =>
    functions.filter(({ properties }) => entryOf(month, properties.FunctionName).entry === entry)
      .length;
  const byContract = METRICS.filter((name) => BY_CONTRACT.has(name)).length;
  const judged = METRICS.filter((name) => JUDGED.has(name)).length;
  const rest = METRICS.length - byContract - judged;
  const series =
    byContract * deployed('watch-records') +
    judged * (deployed('transform-records') + 1) +
    (deployed('check-health') > 0 ? rest : 0);
  return [charge('cloudwatch.metric', series, 'metrics of our own')];
}
const BY_CONTRACT: ReadonlySet<string> = new Set([
  'RecordsProcessed',
  'HighValueTransactions',
  'AnomaliesDetected',
  'ProcessingErrors',
]);
const JUDGED: ReadonlySet<string> = new Set(['RecordsAccepted', 'RecordsRejected']);
