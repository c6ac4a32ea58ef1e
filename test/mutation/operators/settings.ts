import { at, word, type Resource, type Value } from '../../infra/templates';
import { pathsWhere, withProperty, type Mutant, type MutantClass, type Operator } from '../mutant';

type Change = 'drop' | ((value: Value) => Value);
interface Setting {
  readonly kind: MutantClass;
  /** Wherever the property stands below a resource of the type; any type when absent. */
  readonly type?: string;
  readonly property: string;
  readonly changes: readonly Change[];
  readonly where?: (value: Value, resource: Resource) => boolean;
}

const to =
  (value: Value): Change =>
  () =>
    value;
const times =
  (factor: number): Change =>
  (value) =>
    Number(value) * factor;
const flip: Change = (value) => value !== true && value !== 'true';
const isNumber = (value: Value): boolean => Number.isFinite(Number(value)) && value !== '';

const retention: readonly Setting[] = [
  { kind: 'retention', property: 'RetentionInDays', changes: ['drop', to(1)] },
  { kind: 'retention', property: 'RetentionPeriodHours', changes: ['drop', times(0.5)] },
  { kind: 'retention', property: 'MessageRetentionPeriod', changes: ['drop', to(3600)] },
  { kind: 'retention', property: 'PendingWindowInDays', changes: ['drop', to(7)] },
  { kind: 'retention', property: 'PointInTimeRecoveryEnabled', changes: [flip] },
  { kind: 'retention', property: 'DeletionProtectionEnabled', changes: [flip] },
  { kind: 'retention', property: 'RecursiveDeleteOption', changes: [to(true)] },
  { kind: 'retention', property: 'ObjectLockEnabled', changes: ['drop'], type: 'AWS::S3::Bucket' },
  { kind: 'retention', property: 'ObjectLockConfiguration', changes: ['drop'] },
  { kind: 'retention', property: 'DefaultRetention', changes: ['drop'] },
  {
    kind: 'retention',
    property: 'VersioningConfiguration',
    changes: ['drop', to({ Status: 'Suspended' })],
  },
  { kind: 'retention', property: 'ExpirationInDays', changes: ['drop', to(1)] },
  { kind: 'retention', property: 'NoncurrentVersionExpiration', changes: ['drop'] },
  { kind: 'retention', property: 'AbortIncompleteMultipartUpload', changes: ['drop'] },
  { kind: 'retention', property: 'Transitions', changes: ['drop'] },
  { kind: 'retention', property: 'TransitionInDays', changes: [to(1)] },
  {
    kind: 'retention',
    property: 'StorageClass',
    changes: [to('DEEP_ARCHIVE')],
    where: (value) => value !== 'DEEP_ARCHIVE',
  },
  { kind: 'retention', property: 'DeleteAfterDays', changes: [to(1)] },
  { kind: 'retention', property: 'TimeToLiveSpecification', changes: ['drop'] },
];

const exposure: readonly Setting[] = [
  ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map(
    (property): Setting => ({ kind: 'exposure', property, changes: ['drop', flip] }),
  ),
  { kind: 'exposure', property: 'PubliclyAccessible', changes: [flip] },
  { kind: 'exposure', property: 'ObjectOwnership', changes: [to('ObjectWriter')] },
  {
    kind: 'exposure',
    property: 'LoggingConfiguration',
    changes: ['drop'],
    type: 'AWS::S3::Bucket',
  },
  {
    kind: 'exposure',
    property: 'LoggingConfiguration',
    changes: ['drop'],
    type: 'AWS::StepFunctions::StateMachine',
  },
  { kind: 'exposure', property: 'IncludeExecutionData', changes: [flip] },
  { kind: 'exposure', property: 'EnableLogFileValidation', changes: [flip] },
  { kind: 'exposure', property: 'IsLogging', changes: [flip] },
  { kind: 'exposure', property: 'AdvancedEventSelectors', changes: ['drop'] },
  { kind: 'exposure', property: 'IsMultiRegionTrail', changes: [flip] },
  { kind: 'exposure', property: 'MapPublicIpOnLaunch', changes: [flip] },
  { kind: 'exposure', property: 'CidrIp', changes: [to('0.0.0.0/0')] },
  { kind: 'exposure', property: 'MaxSessionDuration', changes: [to(43200)] },
];

const delivery: readonly Setting[] = [
  { kind: 'delivery', property: 'BisectBatchOnFunctionError', changes: ['drop', flip] },
  { kind: 'delivery', property: 'MaximumRetryAttempts', changes: ['drop', to(-1), to(0)] },
  { kind: 'delivery', property: 'MaximumRecordAgeInSeconds', changes: ['drop', to(-1)] },
  { kind: 'delivery', property: 'DestinationConfig', changes: ['drop'] },
  { kind: 'delivery', property: 'FunctionResponseTypes', changes: ['drop'] },
  {
    kind: 'delivery',
    property: 'StartingPosition',
    changes: [to('LATEST')],
    type: 'AWS::Lambda::EventSourceMapping',
  },
  { kind: 'delivery', property: 'DeadLetterConfig', changes: ['drop'] },
  { kind: 'delivery', property: 'RedrivePolicy', changes: ['drop'] },
  {
    kind: 'delivery',
    property: 'Prefix',
    changes: [to('elsewhere/')],
    type: 'AWS::KinesisFirehose::DeliveryStream',
  },
  { kind: 'delivery', property: 'ErrorOutputPrefix', changes: [to('bronze/errors/')] },
  {
    kind: 'delivery',
    property: 'ProcessingConfiguration',
    changes: ['drop'],
    type: 'AWS::KinesisFirehose::DeliveryStream',
  },
  { kind: 'delivery', property: 'DynamicPartitioningConfiguration', changes: ['drop'] },
  { kind: 'delivery', property: 'DataFormatConversionConfiguration', changes: ['drop'] },
  { kind: 'delivery', property: 'CloudWatchLoggingOptions', changes: ['drop'] },
  { kind: 'delivery', property: 'SizeInMBs', changes: [to(1)] },
  { kind: 'delivery', property: 'ShardCount', changes: [times(4), 'drop'] },
  { kind: 'delivery', property: 'DesiredShardLevelMetrics', changes: ['drop'] },
  { kind: 'delivery', property: 'EventBridgeConfiguration', changes: ['drop'] },
  { kind: 'delivery', property: 'EventPattern', changes: [to({ source: ['aws.s3'] })] },
  {
    kind: 'delivery',
    property: 'State',
    changes: [to('DISABLED')],
    where: (value) => value === 'ENABLED',
  },
  { kind: 'delivery', property: 'ScheduleExpression', changes: [to('rate(1 day)')] },
  {
    kind: 'delivery',
    property: 'MaximumEventAgeInSeconds',
    changes: [to(60)],
    type: 'AWS::Lambda::EventInvokeConfig',
  },
];

const alarm: readonly Setting[] = [
  ...['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'].flatMap(
    (type): readonly Setting[] => [
      { kind: 'alarm', type, property: 'AlarmActions', changes: ['drop'] },
      { kind: 'alarm', type, property: 'ActionsEnabled', changes: [to(false)] },
      { kind: 'alarm', type, property: 'AlarmDescription', changes: ['drop'] },
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
];

const table: readonly Setting[] = [
  { kind: 'table', property: 'BytesScannedCutoffPerQuery', changes: ['drop', times(1000)] },
  { kind: 'table', property: 'EnforceWorkGroupConfiguration', changes: [flip] },
  { kind: 'table', property: 'OutputLocation', changes: [to('s3://elsewhere/')] },
  { kind: 'table', property: 'PublishCloudWatchMetricsEnabled', changes: [flip] },
  {
    kind: 'table',
    property: 'Location',
    changes: [to('s3://elsewhere/')],
    type: 'AWS::Glue::Table',
  },
  {
    kind: 'table',
    property: 'SerializationLibrary',
    changes: [to('org.openx.data.jsonserde.JsonSerDe')],
  },
  { kind: 'table', property: 'PartitionKeys', changes: ['drop'] },
  {
    kind: 'table',
    property: 'KeySchema',
    changes: [to([{ AttributeName: 'pk', KeyType: 'HASH' }])],
    where: (value) => Array.isArray(value) && value.length > 1,
  },
];

const compute: readonly Setting[] = [
  {
    kind: 'compute',
    property: 'Runtime',
    changes: [to('nodejs18.x')],
    type: 'AWS::Lambda::Function',
  },
  { kind: 'compute', property: 'Architectures', changes: ['drop'] },
  { kind: 'compute', property: 'TracingConfig', changes: ['drop'] },
  { kind: 'compute', property: 'TracingConfiguration', changes: ['drop'] },
  { kind: 'compute', property: 'LoggingConfig', changes: ['drop'], type: 'AWS::Lambda::Function' },
  { kind: 'compute', property: 'Timeout', changes: [to(3)], type: 'AWS::Lambda::Function' },
  { kind: 'compute', property: 'ReservedConcurrentExecutions', changes: [to(0)] },
  { kind: 'compute', property: 'Environment', changes: ['drop'], type: 'AWS::Lambda::Function' },
];

const SETTINGS = [...retention, ...exposure, ...delivery, ...alarm, ...table, ...compute];

/** Single properties dropped, flipped or turned: a row of the lists above is a property and what may happen to it. */
export const settings: Operator = (resource) =>
  SETTINGS.filter(({ type }) => type === undefined || type === resource.Type).flatMap((setting) =>
    changesOf(setting, resource),
  );

const changesOf = (setting: Setting, resource: Resource): readonly Mutant[] =>
  pathsWhere(
    resource.Properties,
    (key, value) => key === setting.property && (setting.where?.(value, resource) ?? true),
  ).flatMap((path) => {
    const value = at(resource.Properties, ...path) ?? null;
    return setting.changes.map((change): Mutant => {
      const next = change === 'drop' ? undefined : change(value);
      const name = path.join('.');
      return {
        kind: setting.kind,
        resource,
        change: next === undefined ? `${name} dropped` : `${name} = ${JSON.stringify(next)}`,
        mutated: withProperty(resource, path, next),
      };
    });
  });
