import { at, listOf, ofType, word, type Resource, type Templates, type Value } from '../templates';
import { plain } from './compare';

/** `${…}` of another stack's output, shortened to what it ends in. */
const short = (value: Value | undefined): string =>
  word(plain(value)).replace(/\$\{referenceto\w*?Outputs\w*?Sluice[a-z]+([A-Z]\w*)\}/g, '$1');

const dimensionsOf = (metric: Value | undefined): string =>
  listOf(at(metric, 'Dimensions'))
    .map((one) => `${word(at(one, 'Name'))}=${short(at(one, 'Value'))}`)
    .sort()
    .join(' ');

const measureLine = (metric: Value | undefined, statistic: string, period: string): string =>
  `${word(at(metric, 'Namespace'))} ${word(at(metric, 'MetricName'))}{${dimensionsOf(metric)}} ${statistic} ${period}s`;

/** What is measured: one metric, or `formula where name = metric; …`. */
function valueLine({ Properties }: Resource): string {
  const metrics = listOf(Properties.Metrics);
  if (metrics.length === 0) {
    const statistic = word(Properties.Statistic ?? Properties.ExtendedStatistic ?? '');
    return measureLine(Properties, statistic, word(Properties.Period));
  }
  const returned = metrics.filter((one) => at(one, 'ReturnData') !== false);
  const parts = metrics.flatMap((one) => {
    const stat = at(one, 'MetricStat');
    if (stat === undefined) return [];
    const line = measureLine(at(stat, 'Metric'), word(at(stat, 'Stat')), word(at(stat, 'Period')));
    return [`${word(at(one, 'Id'))} = ${line}`];
  });
  const formulas = returned.map((one) => word(at(one, 'Expression'))).join();
  return `${formulas} where ${parts.sort().join('; ')}`;
}

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
};
const actionsOf = (value: Value | undefined): string => listOf(value).map(short).join();
/** Everybody told of trouble is told of its end; a part of an incident is noted when it begins. */
export function told({ Properties }: Resource): string {
  const [alarm, ok] = [actionsOf(Properties.AlarmActions), actionsOf(Properties.OKActions)];
  if (Properties.ActionsEnabled === false) return 'muted';
  if (ok === '' && /^[^,]*Topicsinfo\w*$/.test(alarm)) return 'noted';
  if (alarm !== ok || Properties.InsufficientDataActions !== undefined) {
    return `alarm ${alarm} ok ${ok}`;
  }
  return alarm === '' ? 'silent' : alarm.replace(/^.*Topics(page|ticket|info)\w*$/, '$1');
}

/** An alarm without its words, in one line. */
export const alarmLine = (alarm: Resource): string => {
  const { Properties } = alarm;
  return [
    valueLine(alarm),
    `${SIGNS[word(Properties.ComparisonOperator)] ?? '?'} ${word(Properties.Threshold)}`,
    `${word(Properties.DatapointsToAlarm)} of ${word(Properties.EvaluationPeriods)}`,
    word(Properties.TreatMissingData),
    told(alarm),
  ].join(' | ');
};

/** Alarms by the name that people see, without the environment. */
export const alarmsOf = (lake: Templates): ReadonlyMap<string, Resource> =>
  new Map(
    ofType(lake, 'AWS::CloudWatch::Alarm').map((alarm) => [
      word(alarm.Properties.AlarmName).slice(`sluice-${lake.env}-`.length),
      alarm,
    ]),
  );

export const compositesOf = (lake: Templates): ReadonlyMap<string, Resource> =>
  new Map(
    ofType(lake, 'AWS::CloudWatch::CompositeAlarm').map((alarm) => [
      word(alarm.Properties.AlarmName).slice(`sluice-${lake.env}-`.length),
      alarm,
    ]),
  );

/** Names of the alarms that a composite's rule asks for, sorted. */
export function partsOf(lake: Templates, { Properties }: Resource): readonly string[] {
  const byId = new Map([...alarmsOf(lake)].map(([name, { id }]) => [id, name]));
  const rule = word(plain(Properties.AlarmRule));
  return [...rule.matchAll(/ALARM\("\$\{(\w+)\.Arn\}"\)/g)]
    .map(([, id = '']) => byId.get(id) ?? id)
    .sort();
}
