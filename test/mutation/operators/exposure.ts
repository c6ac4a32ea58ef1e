import { flip, to, type Setting } from './setting';

/** What may be seen by more, or no longer noted. */
export const exposureSettings: readonly Setting[] = [
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
  { kind: 'exposure', property: 'IpProtocol', changes: [to('-1')] },
  { kind: 'exposure', property: 'FromPort', changes: [to(0)] },
  { kind: 'exposure', property: 'MaxSessionDuration', changes: [to(43200)] },
];
