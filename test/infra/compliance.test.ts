import { CfnResource, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { describe, expect, it } from 'vitest';
import list from '../fixtures/infra/acknowledged.json' with { type: 'json' };
import { acknowledgements } from '../../lib/compliance/acknowledge';
import { configFor, ENVIRONMENTS, type EnvName } from '../../lib/config';
import type { SluiceStack } from '../../lib/sluice-stack';
import { nagged, type Nagged } from './nagged';
import { stable } from './stable';
import { at, listOf, ofType, templatesOf, text, word } from './templates';

const runs = new Map<EnvName, Promise<Nagged>>();
const runOf = (env: EnvName): Promise<Nagged> => {
  const run = runs.get(env) ?? nagged(env);
  runs.set(env, run);
  return run;
};

describe.each(ENVIRONMENTS)('the rule packs on %s', (env) => {
  it('find nothing that is not acknowledged', async () => {
    const { open, all } = await runOf(env);

    expect(all.length).toBeGreaterThan(100);
    expect(open).toEqual([]);
  });

  it('find everything that is acknowledged: no acknowledgement is stale', async () => {
    const { acknowledged, all } = await runOf(env);

    expect([...acknowledged.keys()].sort()).toEqual([...all].sort());
  });

  it('are answered by exactly the frozen list', async () => {
    const { acknowledged } = await runOf(env);
    const frozen = Object.entries(list).flatMap(([line, envs]) =>
      envs.split(' ').includes(env) ? [line] : [],
    );

    expect([...acknowledged.keys()].map((line) => stable(line, env)).sort()).toEqual(frozen.sort());
  });
});

const entries = new Map(
  ENVIRONMENTS.flatMap((env) => acknowledgements(configFor(env))).map((entry) => [
    `${entry.rule} ${entry.reason}`,
    entry,
  ]),
);

describe('the acknowledgements', () => {
  it('are forty at most, in all environments together', () => {
    expect(entries.size).toBeGreaterThan(10);
    expect(entries.size).toBeLessThanOrEqual(40);
  });

  it('waive nothing about encryption, TLS, public access or logs', () => {
    const rules = new Set([...entries.values()].map(({ rule }) => rule));
    const about =
      /Encrypt|KMS|SSE|SSL|TLS|Public|Logging|Logs|AwsSolutions-(S1|S2|S10|SNS[23]|SQS4|KDS1|SF1|VPC7)$/;

    expect([...rules].filter((rule) => about.test(rule))).toEqual([]);
    // Two rules ask for less encryption than there is: these hold as long as it is there.
    expect([...rules].filter((rule) => /KDF|KDS/.test(rule)).sort()).toEqual([
      'AwsSolutions-KDF1',
      'AwsSolutions-KDS3',
    ]);
  });

  it.each(ENVIRONMENTS)('of %s about streams stand beside the sensitive key', (env) => {
    const streams = ofType(templatesOf(env), 'AWS::Kinesis::Stream');
    const deliveries = ofType(templatesOf(env), 'AWS::KinesisFirehose::DeliveryStream');

    expect(streams.length).toBeGreaterThanOrEqual(3);
    for (const { id, Properties } of streams) {
      expect(at(Properties.StreamEncryption, 'EncryptionType'), id).toBe('KMS');
      expect(text(at(Properties.StreamEncryption, 'KeyId')), id).toContain('SensitiveKey');
    }
    for (const { id, Properties } of deliveries) {
      expect(Properties.DeliveryStreamType, id).toBe('KinesisStreamAsSource');
    }
  });

  it.each(ENVIRONMENTS)('of %s about dead letters are true of each function', (env) => {
    const kept = ofType(templatesOf(env), 'AWS::Lambda::EventInvokeConfig').map(
      ({ Properties }) => {
        expect(text(at(Properties.DestinationConfig, 'OnFailure', 'Destination'))).toMatch(/Arn/);
        return text(Properties.FunctionName);
      },
    );
    const started = ofType(templatesOf(env), 'AWS::Lambda::Permission')
      .filter(({ Properties }) => /events|scheduler|sns/.test(word(Properties.Principal)))
      .map(({ Properties }) => text(at(listOf(Properties.FunctionName)[0], 'Fn::GetAtt', 0)));

    expect(kept.length).toBeGreaterThanOrEqual(4);
    for (const name of started) expect(kept.join(), name).toContain(name.replaceAll('"', ''));
  });

  it('say for each resource why', () => {
    for (const { rule, reason, on } of entries.values()) {
      expect(reason.length, rule).toBeGreaterThan(40);
      expect(
        on.filter((path) => path === '*' || path.endsWith('/*')),
        rule,
      ).toEqual([]);
    }
  });
});

describe('an acknowledgement of one finding', () => {
  const resourceAt = (stack: SluiceStack, path: string): CfnResource => {
    const found = stack.node.findAll().find(({ node }) => node.path === `Sluice-dev/${path}`);
    if (CfnResource.isCfnResource(found)) return found;
    throw new Error(`no resource at ${path}`);
  };
  const policyAt = (stack: SluiceStack, path: string): iam.ManagedPolicy => {
    const parent = resourceAt(stack, `${path}/Resource`).node.scope;
    if (parent instanceof iam.ManagedPolicy) return parent;
    throw new Error(`no policy at ${path}`);
  };

  it.each([
    [
      'another prefix',
      'Pipeline/Steps/PlanRole/Policy',
      's3:GetObject',
      'arn:aws:s3:::elsewhere/*',
    ],
    ['a star in a named policy', 'Pipeline/Steps/PlanRole/Policy', 's3:GetObject', '*'],
    ['a star in an action', 'Pipeline/Steps/PlanRole/Policy', 's3:Get*', 'arn:aws:s3:::one/key'],
    ['a pattern beside a star', 'Pipeline/Tracing', 's3:GetObject', 'arn:aws:s3:::elsewhere/*'],
  ])('does not silence %s in the same policy', async (_, path, action, resource) => {
    const { open } = await nagged('dev', (stack) =>
      policyAt(stack, path).addStatements(
        new iam.PolicyStatement({ actions: [action], resources: [resource] }),
      ),
    );

    const what = action.includes('*') ? `Action::${action}` : `Resource::${resource}`;
    expect(open).toEqual([`AwsSolutions-IAM5[${what}] Sluice-dev/${path}/Resource`]);
  });

  it('does not silence another rule on the same bucket, or the same rule on another', async () => {
    const { open } = await nagged('dev', (stack) => {
      const lake = resourceAt(stack, 'Storage/Lake/Bucket/Resource');
      if (lake instanceof s3.CfnBucket) lake.versioningConfiguration = undefined;
      Tags.of(new s3.CfnBucket(lake.node.scope?.node.scope ?? stack, 'Another', {})).add('x', 'y');
    });

    expect(open).toContain(
      'NIST.800.53.R5-S3BucketVersioningEnabled Sluice-dev/Storage/Lake/Bucket/Resource',
    );
    expect(open).toContain(
      'NIST.800.53.R5-S3BucketReplicationEnabled Sluice-dev/Storage/Lake/Another',
    );
  });
});
