import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { Glue } from '@aws-sdk/client-glue';
import { IAM } from '@aws-sdk/client-iam';
import { Kinesis } from '@aws-sdk/client-kinesis';
import { KMS } from '@aws-sdk/client-kms';
import { LakeFormation } from '@aws-sdk/client-lakeformation';
import { S3 } from '@aws-sdk/client-s3';
import { ServiceQuotas } from '@aws-sdk/client-service-quotas';
import { SNS } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { accountFindings } from '../../cli/doctor/account';
import type { Finding } from '../../cli/doctor/finding';
import { configFor } from '../../lib/config';
import { answering, lakeWith } from '../cli/lake';

const HERE = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
const PLACE = { env: 'prod', account: '111122223333', region: 'eu-west-1' };

/** A fault as an AWS client throws it. */
const fault = (name: string, status = 400): Error =>
  Object.assign(new Error(`${name} it is`), { name, $metadata: { httpStatusCode: status } });
type Answer = (command: string, input: Record<string, unknown>) => unknown;
const fails = (error: Error) => (): never => {
  throw error;
};

interface Account {
  readonly stacks: Readonly<Record<string, object>>;
  readonly formation?: Answer;
  readonly s3?: Answer;
  readonly iam?: Answer;
  readonly glue?: Answer;
  readonly kinesis?: Answer;
  readonly quotas?: Answer;
  readonly lakeFormation?: Answer;
  readonly kms?: Answer;
  readonly sns?: Answer;
}

const TOOLKIT = { Outputs: [{ OutputKey: 'BootstrapVersion', OutputValue: '28' }] };
const OPEN = {
  DataLakeSettings: {
    CreateTableDefaultPermissions: [
      { Principal: { DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS' } },
    ],
  },
};
const ENOUGH = ['Concurrent executions', 'Active DML queries', 'Delivery streams'].map(
  (QuotaName) => ({ QuotaName, Value: 1000 }),
);

/** No role but CloudFormation's, as the bootstrap makes it, with a ceiling or none. */
const roles =
  (boundary?: string): Answer =>
  (_, { RoleName }) => {
    if (RoleName !== 'cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1') {
      throw fault('NoSuchEntityException', 404);
    }
    const PermissionsBoundaryArn = `arn:aws:iam::111122223333:policy/${boundary ?? ''}`;
    return {
      Role: boundary === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryArn } },
    };
  };

/** The findings for an account that is fine but for what is given, by check. */
async function find(account: Account): Promise<ReadonlyMap<string, Finding>> {
  const client = async <T extends { send: unknown }>(made: T, answer: Answer): Promise<T> =>
    answering(made, answer);
  const { clients } = lakeWith({
    cloudFormation: () =>
      client(
        new CloudFormation(HERE),
        account.formation ??
          ((_, { StackName }) => {
            const stack = account.stacks[String(StackName)];
            if (stack === undefined) throw fault('ValidationError');
            return { Stacks: [stack] };
          }),
      ),
    s3: () => client(new S3(HERE), account.s3 ?? fails(fault('NotFound', 404))),
    iam: () => client(new IAM(HERE), account.iam ?? roles('sluice-prod-boundary')),
    glue: () => client(new Glue(HERE), account.glue ?? fails(fault('EntityNotFoundException'))),
    kinesis: () =>
      client(
        new Kinesis(HERE),
        account.kinesis ?? (() => ({ ShardLimit: 500, OpenShardCount: 3 })),
      ),
    quotas: () => client(new ServiceQuotas(HERE), account.quotas ?? (() => ({ Quotas: ENOUGH }))),
    lakeFormation: () => client(new LakeFormation(HERE), account.lakeFormation ?? (() => OPEN)),
    sns: () => client(new SNS(HERE), account.sns ?? (() => ({ Subscriptions: [{}] }))),
    kms: () => client(new KMS(HERE), account.kms ?? fails(fault('NotFoundException'))),
  });
  const findings = await accountFindings(clients, PLACE, configFor('prod'));
  return new Map(findings.map((finding) => [finding.check, finding]));
}
const FRESH = { CDKToolkit: TOOLKIT };
const DEPLOYED = { ...FRESH, 'Sluice-prod': { StackStatus: 'UPDATE_COMPLETE' } };

describe('the doctor of an account', () => {
  it('finds nothing bad in one that is ready', async () => {
    const findings = await find({ stacks: FRESH });

    const ill = [...findings.values()].filter(({ verdict }) => verdict !== 'ok');
    // Who is paged is given with the deployment.
    expect(ill.map(({ check, verdict }) => [check, verdict])).toEqual([['people to page', 'warn']]);
    expect(findings.get('stack')?.says).toBe('Sluice-prod is not deployed yet');
    expect(findings.size).toBeGreaterThanOrEqual(14);
  });

  it('wants a bootstrap, and says how', async () => {
    const findings = await find({ stacks: {} });

    expect(findings.get('bootstrap')).toMatchObject({
      verdict: 'bad',
    });
    for (const part of [
      'npm run delivery -- --context env=prod',
      'npx cdk bootstrap aws://111122223333/eu-west-1',
      '--custom-permissions-boundary sluice-prod-boundary',
      '--cloudformation-execution-policies arn:aws:iam::111122223333:policy/sluice-prod-boundary',
    ]) {
      expect(findings.get('bootstrap')?.fix).toContain(part);
    }
  });

  it.each([
    [undefined, 'warn', 'CloudFormation may do anything there'],
    ['sluice-dev-boundary', 'bad', 'not sluice-prod-boundary'],
    ['sluice-prod-boundary', 'ok', 'is bounded by sluice-prod-boundary'],
  ])('tells how far CloudFormation may go: %s', async (boundary, verdict, says) => {
    const findings = await find({ stacks: FRESH, iam: roles(boundary) });

    expect(findings.get('bootstrap')).toMatchObject({ verdict });
    expect(findings.get('bootstrap')?.says).toContain(says);
  });

  it.each([
    [[], 'warn', 'nobody is paged'],
    [[{ SubscriptionArn: 'PendingConfirmation' }], 'warn', 'nobody has confirmed to be paged'],
    [[{ SubscriptionArn: 'arn:one' }], 'ok', '1 hear pages'],
  ])('tells whether somebody hears a page: %j', async (Subscriptions, verdict, says) => {
    const findings = await find({
      stacks: DEPLOYED,
      kms: () => ({}),
      sns: (_, { TopicArn }) => {
        expect(TopicArn).toBe('arn:aws:sns:eu-west-1:111122223333:sluice-prod-page');
        return { Subscriptions };
      },
    });

    expect(findings.get('people to page')).toMatchObject({ verdict, says });
  });

  it('wants a newer bootstrap', async () => {
    const old = { Outputs: [{ OutputKey: 'BootstrapVersion', OutputValue: '4' }] };

    const findings = await find({ stacks: { CDKToolkit: old } });

    expect(findings.get('bootstrap')?.says).toBe('version 4, 6 is needed');
  });

  it.each([
    ['ROLLBACK_COMPLETE', 'bad', 'delete-stack'],
    ['UPDATE_ROLLBACK_FAILED', 'bad', 'continue-update-rollback'],
    ['UPDATE_IN_PROGRESS', 'warn', 'wait'],
  ])('tells a stack that is %s', async (StackStatus, verdict, fix) => {
    const findings = await find({ stacks: { ...FRESH, 'Sluice-prod': { StackStatus } } });

    expect(findings.get('stack')).toMatchObject({ verdict });
    expect(findings.get('stack')?.fix).toContain(fix);
  });

  it('reads a quota of ten executions on a later page', async () => {
    const findings = await find({
      stacks: FRESH,
      quotas: (_, { ServiceCode, NextToken }) => {
        if (ServiceCode !== 'lambda') return { Quotas: ENOUGH };
        if (NextToken === undefined) return { Quotas: [], NextToken: 'more' };
        return { Quotas: [{ QuotaName: 'Concurrent executions', Value: 10 }] };
      },
    });

    expect(findings.get('quota of Lambda')).toMatchObject({ verdict: 'bad' });
    expect(findings.get('quota of Athena')).toMatchObject({ verdict: 'ok' });
  });

  it('counts the shards that are left, and none for what is deployed', async () => {
    const full: Answer = () => ({ ShardLimit: 20, OpenShardCount: 19 });

    expect((await find({ stacks: FRESH, kinesis: full })).get('quota of Kinesis')).toMatchObject({
      verdict: 'bad',
      says: '19 of 20 shards are open, 4 more are needed',
    });
    expect(
      (await find({ stacks: DEPLOYED, kinesis: full, kms: () => ({}) })).get('quota of Kinesis'),
    ).toMatchObject({ verdict: 'ok' });
  });

  it('tells names that somebody has', async () => {
    const findings = await find({
      stacks: FRESH,
      s3: (_, { Bucket }) => {
        throw String(Bucket).includes('-lake-') ? fault('403', 403) : fault('NotFound', 404);
      },
      iam: (_, { RoleName }) => {
        if (RoleName === 'sluice-prod-operator') return { Role: {} };
        throw fault('NoSuchEntityException');
      },
      glue: (_, { Name }) => {
        if (Name === 'gold') return { Database: { Name } };
        throw fault('EntityNotFoundException');
      },
    });

    expect(findings.get('names of buckets')?.says).toBe(
      'sluice-prod-lake-111122223333-eu-west-1 belongs to somebody else',
    );
    expect(findings.get('names of roles')?.says).toBe('sluice-prod-operator is there');
    expect(findings.get('names of databases')?.says).toBe('database gold is there');
  });

  it('tells Lake Formation that is on', async () => {
    const closed = { DataLakeSettings: { CreateTableDefaultPermissions: [] } };

    const findings = await find({ stacks: FRESH, lakeFormation: () => closed });

    expect(findings.get('Lake Formation')).toMatchObject({ verdict: 'bad' });
    expect(findings.get('Lake Formation')?.fix).toContain('access.lakeFormation');
  });

  it('looks at the keys of what is deployed', async () => {
    const findings = await find({
      stacks: DEPLOYED,
      kms: (command, { KeyId }) => {
        if (command === 'GetKeyPolicy') throw fault('AccessDeniedException');
        if (KeyId === 'alias/sluice-prod-hmac') throw fault('NotFoundException');
        const KeyState = String(KeyId).endsWith('data') ? 'Enabled' : 'PendingDeletion';
        return { KeyMetadata: { KeyId: 'k', KeyState, DeletionDate: new Date(0) } };
      },
    });

    expect(findings.get('key data')).toMatchObject({ verdict: 'unknown' });
    expect(findings.get('key sensitive')?.fix).toContain('cancel-key-deletion');
    expect(findings.get('key hmac')).toMatchObject({ verdict: 'bad' });
  });

  it('does not call unknown what a fault hides', async () => {
    const findings = await find({ stacks: FRESH, kinesis: fails(fault('TimeoutError')) });

    expect(findings.get('quota of Kinesis')).toMatchObject({ verdict: 'bad' });
  });
});
