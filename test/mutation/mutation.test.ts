import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../lib/config';
import { ofType, templatesOf, type Resource, type Templates } from '../infra/templates';
import { CLASSES, apply, withProperty, type Mutant } from './mutant';
import { permissions } from './operators/permissions';
import { accepted, allChecks, mutantsOf, nameOf, tryMutants } from './run';

const lake = templatesOf('dev');
const mutants = mutantsOf(lake);
const checks = await allChecks();

function noticed(changed: Templates): readonly string[] {
  return Object.entries(checks).flatMap(([fact, check]) => {
    try {
      return (check(changed) ?? []).length > 0 ? [fact] : [];
    } catch {
      return [fact];
    }
  });
}

describe('the mutants', () => {
  it('are many, of every class, and each has a name of its own', () => {
    const names = mutants.map((mutant) => nameOf(mutant, 'dev'));

    expect(mutants.length).toBeGreaterThan(300);
    expect(new Set(mutants.map(({ kind }) => kind))).toEqual(new Set(CLASSES));
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });

  it('each change what they are made of, and nothing else of it than its properties', () => {
    const same = mutants.filter(
      ({ resource, mutated }) => JSON.stringify(mutated) === JSON.stringify(resource),
    );

    expect(same.map((mutant) => nameOf(mutant, 'dev'))).toEqual([]);
    for (const { resource, mutated } of mutants) {
      if (mutated) expect([mutated.id, mutated.Type]).toEqual([resource.id, resource.Type]);
    }
  });

  it('touch every type of resource that a role, a key or data depends on', () => {
    const touched = new Set(mutants.map(({ resource }) => resource.Type));
    const types = [...new Set(lake.all.map(({ Type }) => Type))];

    // These have no property that could be worse without another resource's being so.
    expect(types.filter((type) => !touched.has(type)).sort()).toEqual([
      'AWS::CloudFormation::Stack',
      'AWS::Glue::Database',
      'AWS::KMS::Alias',
      'AWS::Logs::LogStream',
    ]);
  });

  it('leave all other resources as they are', () => {
    const [mutant] = mutants;
    if (mutant === undefined) throw new Error('no mutant');
    const changed = apply(lake, mutant);

    const others = (all: readonly Resource[]): readonly Resource[] =>
      all.filter(({ id }) => id !== mutant.resource.id);
    expect(others(changed.all)).toEqual(others(lake.all));
    expect(changed.all).not.toEqual(lake.all);
  });
});

describe('an operator', () => {
  const widened = (resource: unknown): readonly (string | undefined)[] => {
    const [bucket] = ofType(lake, 'AWS::S3::BucketPolicy');
    if (bucket === undefined) throw new Error('no bucket policy');
    const policy = withProperty({ ...bucket, Properties: {} }, ['PolicyDocument'], {
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: resource as string }],
    });
    return permissions(policy)
      .filter(({ change }) => change.includes('folder wider'))
      .map(({ mutated }) =>
        JSON.stringify(mutated?.Properties).replace(/.*"Resource":|}]}}$/g, ''),
      );
  };

  it('widens a prefix in plain, joined and substituted text', () => {
    expect(widened('arn:aws:s3:::b/gold/*')).toEqual(['"arn:aws:s3:::b/*"']);
    expect(widened('arn:aws:athena:r:a:workgroup/w')).toEqual(['"arn:aws:athena:r:a:workgroup/*"']);
    expect(widened({ 'Fn::Sub': '${B}/gold/day/*' })).toEqual(['{"Fn::Sub":"${B}/gold/*"}']);
    expect(widened({ 'Fn::Join': ['', [{ Ref: 'B' }, '/gold/*']] })).toEqual([
      '{"Fn::Join":["",[{"Ref":"B"},"/*"]]}',
    ]);
    expect(widened({ 'Fn::GetAtt': ['B', 'Arn'] })).toEqual([]);
  });
});

describe('the run', () => {
  it('finds nothing in templates as they are', () => {
    expect(noticed(lake)).toEqual([]);
  });

  it('notices a bucket without encryption, and a role for everybody', () => {
    const [bucket] = ofType(lake, 'AWS::S3::Bucket');
    const [role] = ofType(lake, 'AWS::IAM::Role');
    if (bucket === undefined || role === undefined) throw new Error('nothing to change');
    const of = (resource: Resource, mutated: Resource): Mutant => ({
      kind: 'encryption',
      resource,
      change: 'by hand',
      mutated,
    });

    const bare = withProperty(bucket, ['BucketEncryption'], undefined);
    const open = withProperty(role, ['AssumeRolePolicyDocument', 'Statement', 0, 'Principal'], '*');
    expect(noticed(apply(lake, of(bucket, bare)))).not.toEqual([]);
    expect(noticed(apply(lake, of(role, open)))).not.toEqual([]);
  });

  it('calls what nobody notices a survivor', () => {
    const outcomes = [...tryMutants({ 'is blind': () => [] }, 'dev', 'trust')];

    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.filter(({ killedBy }) => killedBy !== undefined)).toEqual([]);
  });

  it('accepts only what there is, for a reason', () => {
    const names = ENVIRONMENTS.flatMap((env) =>
      mutantsOf(templatesOf(env)).map((mutant) => nameOf(mutant, env)),
    );
    for (const { mutant, reason } of accepted()) {
      expect(
        names.some((name) => new RegExp(mutant).test(name)),
        mutant,
      ).toBe(true);
      expect(reason.length, mutant).toBeGreaterThan(40);
    }
  });
});
