import { METRICS, type MetricName } from '../../lambdas/shared/metrics';
import type { TemplateResource } from '../../lib/build/templates';
import { callsOf, entryOf } from './calls';
import { charge, type Line } from './line';
import { dataEvents } from './buckets';
import { keyRequests } from './keys';
import { machineMonth } from './machines';
import { DAYS, GB, HOURS, shortName, type Month } from './month';
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
/** The trail's copy for alarms: an event is a page of JSON. */
const TRAIL_LOG = '/aws/cloudtrail/';
const TRAIL_EVENT = 1500;
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
  if (machine !== undefined) return machineMonth(month, machine).transitions * TRANSITION;
  return name.startsWith(TRAIL_LOG) ? trailEvents(month) * TRAIL_EVENT : 0;
}

function functionBytes(month: Month, writer: TemplateResource): number {
  const { entry } = entryOf(month, writer.properties.FunctionName);
  const level = textOf(at(writer.properties, 'LoggingConfig', 'SystemLogLevel') ?? 'INFO');
  const line = (level === 'WARN' ? 0 : PLATFORM) + OWN + (WRITES_METRICS.has(entry) ? EMBEDDED : 0);
  return callsOf(month, writer).count * line;
}

/** What stands in the trail: touches of objects, uses of keys, and what runs do to the catalog and to Athena. */
const trailEvents = (month: Month): number =>
  dataEvents(month) +
  keyRequests(month).reduce((all, { quantity }) => all + quantity, 0) +
  month.builds * EVENTS_PER_BUILD +
  month.runs * EVENTS_PER_RUN;
const EVENTS_PER_BUILD = 40;
const EVENTS_PER_RUN = 20;

/**
 * Metrics that our handlers write: each name and each contract is one of its own, billed by the hours in which it is
 * written. What counts faults is written when there are some.
 */
export function ownMetrics(month: Month): readonly Line[] {
  const functions = month.resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  const deployed = (entry: string): number =>
    functions.filter(({ properties }) => entryOf(month, properties.FunctionName).entry === entry)
      .length;
  const hours = (times: number): number => Math.min(1, times / HOURS);
  const { runs, quietRuns, records, given } = month;
  const moving = records > 0 ? 1 : 0;
  const files = JUDGED.length * hours(given.filesPerDay * DAYS);
  const series =
    moving *
      (SEEN.length * deployed('watch-records') + JUDGED.length * deployed('transform-records')) +
    files +
    REPORTED.length * hours(runs + quietRuns) +
    LOOKED.length * deployed('check-health');
  return [charge('cloudwatch.metric', series, 'metrics of our own')];
}
/** By who writes them while all is well; together with FAULTS they are all there are. */
const SEEN: readonly MetricName[] = [
  'RecordsProcessed',
  'HighValueTransactions',
  'AnomaliesDetected',
];
const JUDGED: readonly MetricName[] = ['RecordsAccepted', 'RecordsRejected'];
const REPORTED: readonly MetricName[] = ['RunsSucceeded', 'RunSeconds', 'QueryDollars'];
export const FAULTS: readonly MetricName[] = [
  'ProcessingErrors',
  'OverridesIgnored',
  'RunsFailed',
  'LoadsFailed',
  'ExportsFailed',
];
const LOOKED = METRICS.filter(
  (name) => ![...SEEN, ...JUDGED, ...REPORTED, ...FAULTS].includes(name),
);
