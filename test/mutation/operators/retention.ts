import { flip, times, to, type Setting } from './setting';

/** What may no longer be kept, or no longer end. */
export const retentionSettings: readonly Setting[] = [
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
