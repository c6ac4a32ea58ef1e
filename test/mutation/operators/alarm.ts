import { word } from '../../infra/templates';
import { isNumber, times, to, type Setting } from './setting';

/** What may go wrong without anybody hearing of it. */
export const alarmSettings: readonly Setting[] = [
  ...['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap(
    (type): readonly Setting[] => [
      { kind: 'alarm', type, property: 'AlarmActions', changes: ['drop'] },
      { kind: 'alarm', type, property: 'ActionsEnabled', changes: [to(false)] },
      { kind: 'alarm', type, property: 'AlarmDescription', changes: ['drop'] },
      { kind: 'alarm', type, property: 'MetricName', changes: [to('Nothing')] },
      { kind: 'alarm', type, property: 'Namespace', changes: [to('AWS/Nothing')] },
      { kind: 'alarm', type, property: 'Dimensions', changes: ['drop', to([])] },
      { kind: 'alarm', type, property: 'Statistic', changes: [to('SampleCount')] },
      { kind: 'alarm', type, property: 'Expression', changes: [to('0')] },
      { kind: 'alarm', type, property: 'AlarmActions', changes: [to(['arn:elsewhere'])] },
      { kind: 'alarm', type, property: 'OKActions', changes: ['drop'] },
      { kind: 'alarm', type, property: 'Period', changes: [times(24)] },
      { kind: 'alarm', type, property: 'DatapointsToAlarm', changes: [times(20)] },
      { kind: 'alarm', type, property: 'ActionsSuppressor', changes: ['drop'] },
      { kind: 'alarm', type, property: 'AlarmRule', changes: [to('FALSE')] },
      {
        kind: 'alarm',
        type,
        property: 'Threshold',
        changes: [(value) => Number(value) * 10 + 1],
        where: isNumber,
      },
      { kind: 'alarm', type, property: 'EvaluationPeriods', changes: [times(20)] },
      {
        kind: 'alarm',
        type,
        property: 'TreatMissingData',
        changes: [(value) => (value === 'breaching' ? 'notBreaching' : 'breaching')],
      },
      {
        kind: 'alarm',
        type,
        property: 'ComparisonOperator',
        changes: [
          (value) =>
            word(value).startsWith('Less') ? 'GreaterThanThreshold' : 'LessThanThreshold',
        ],
      },
    ],
  ),
  { kind: 'alarm', type: 'AWS::Budgets::Budget', property: 'Amount', changes: [times(10)] },
  {
    kind: 'alarm',
    type: 'AWS::Budgets::Budget',
    property: 'NotificationsWithSubscribers',
    changes: ['drop'],
  },
  {
    kind: 'alarm',
    type: 'AWS::Logs::MetricFilter',
    property: 'FilterPattern',
    changes: [to('{ $.nothing = 1 }')],
  },
  {
    kind: 'alarm',
    type: 'AWS::Logs::MetricFilter',
    property: 'MetricName',
    changes: [to('Nothing')],
  },
  { kind: 'alarm', type: 'AWS::Logs::MetricFilter', property: 'MetricValue', changes: [to('0')] },
  {
    kind: 'alarm',
    type: 'AWS::Logs::MetricFilter',
    property: 'LogGroupName',
    changes: [to('elsewhere')],
  },
];
