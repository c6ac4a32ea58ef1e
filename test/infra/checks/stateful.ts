import frozen from '../../fixtures/infra/stateful-ids.json' with { type: 'json' };
import type { Checks } from './check';

/** Types whose replacement loses data, everything encrypted with it, or a whole stack of both. */
const STATEFUL = [
  'AWS::CloudFormation::Stack',
  'AWS::DynamoDB::Table',
  'AWS::Glue::Database',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::RedshiftServerless::Namespace',
  'AWS::S3::Bucket',
];
/** Types that hold what nobody could make again. */
const HOLDING = [
  'AWS::Backup::BackupVault',
  'AWS::DynamoDB::Table',
  'AWS::Glue::Database',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::S3::Bucket',
];

export const statefulChecks: Checks = {
  'keeps its logical ids: another id is another, empty resource': (lake) => {
    const ids = lake.all
      .filter(({ Type }) => STATEFUL.includes(Type))
      .map(({ stack, Type, id }) => `${stack} ${Type} ${id}`);
    const hasWarehouse = lake.config.warehouse !== 'off';
    const wanted = frozen.filter((line) => hasWarehouse || !line.includes('Warehouse'));
    return [
      ...ids.filter((one) => !wanted.includes(one)).map((one) => `${one} is new`),
      ...wanted.filter((one) => !ids.includes(one)).map((one) => `${one} is gone`),
    ];
  },

  'stays when its stack goes, where the environment keeps its data': (lake) => {
    const wanted = lake.config.keepData ? 'Retain' : 'Delete';
    return lake.all
      .filter(({ Type }) => HOLDING.includes(Type))
      .flatMap(({ id, DeletionPolicy, UpdateReplacePolicy }) => [
        ...(DeletionPolicy === wanted ? [] : [`${id} deletion: ${String(DeletionPolicy)}`]),
        ...(UpdateReplacePolicy === wanted
          ? []
          : [`${id} replacement: ${String(UpdateReplacePolicy)}`]),
      ]);
  },
};
