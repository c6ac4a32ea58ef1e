import { describe, expect, it } from 'vitest';
import frozen from '../fixtures/infra/stateful-ids.json' with { type: 'json' };
import { ENVIRONMENTS, configFor } from '../../lib/config';
import { templatesOf } from './templates';

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

describe.each(ENVIRONMENTS)('stateful resources of %s', (env) => {
  it('keep their logical ids: another id is another, empty resource', () => {
    const ids = templatesOf(env)
      .all.filter(({ Type }) => STATEFUL.includes(Type))
      .map(({ stack, Type, id }) => `${stack} ${Type} ${id}`)
      .sort();

    const hasWarehouse = configFor(env).warehouse !== 'off';
    expect(ids).toEqual(frozen.filter((line) => hasWarehouse || !line.includes('Warehouse')));
  });
});
