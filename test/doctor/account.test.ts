import { describe, expect, it } from 'vitest';
import { type Answer, DEPLOYED, ENOUGH, FRESH, fails, fault, find, roles } from './account-support';

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
