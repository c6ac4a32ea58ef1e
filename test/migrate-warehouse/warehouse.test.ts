import { describe, expect, it } from 'vitest';
import { limitUsage } from '../../lambdas/migrate-warehouse/limit';
import { warehouseAt } from '../../lambdas/migrate-warehouse/warehouse';
import { answering } from '../../lambdas/shared/custom-resource';

const $metadata = {};
type Status = 'SUBMITTED' | 'STARTED' | 'FINISHED' | 'FAILED';

function dataApi(statuses: readonly Status[]) {
  const calls: unknown[] = [];
  const waits: number[] = [];
  const left = [...statuses];
  const client = {
    batchExecuteStatement: (input: unknown) => {
      calls.push(input);
      return Promise.resolve({ $metadata, Id: 'b1' });
    },
    executeStatement: (input: unknown) => {
      calls.push(input);
      return Promise.resolve({ $metadata, Id: 'q1' });
    },
    describeStatement: () =>
      Promise.resolve({ $metadata, Id: 'b1', Status: left.shift(), Error: 'syntax error' }),
    getStatementResult: () =>
      Promise.resolve({
        $metadata,
        Records: [[{ stringValue: '001_create_roles' }, { stringValue: 'abc  ' }]],
      }),
  };
  const address = { workgroup: 'sluice-dev', database: 'sluice', secret: 'arn:secret' };
  const warehouse = warehouseAt(
    () => Promise.resolve(client),
    address,
    (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  );
  return { warehouse, calls, waits };
}

describe('the warehouse', () => {
  it('runs a batch under its token, and waits longer each time', async () => {
    const { warehouse, calls, waits } = dataApi([
      'SUBMITTED',
      ...Array.from({ length: 6 }, () => 'STARTED' as const),
      'FINISHED',
    ]);

    await warehouse.run(['CREATE ROLE a', 'CREATE ROLE b'], 'token');

    expect(calls).toEqual([
      {
        WorkgroupName: 'sluice-dev',
        Database: 'sluice',
        SecretArn: 'arn:secret',
        Sqls: ['CREATE ROLE a', 'CREATE ROLE b'],
        ClientToken: 'token',
      },
    ]);
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  it('says what the database said of a statement that failed', async () => {
    const { warehouse } = dataApi(['STARTED', 'FAILED']);

    await expect(warehouse.run(['CREATE'], 't')).rejects.toThrow('FAILED: syntax error');
  });

  it('answers rows as text without padding', async () => {
    const { warehouse } = dataApi(['FINISHED']);

    expect(await warehouse.rows('SELECT 1')).toEqual([['001_create_roles', 'abc']]);
  });
});

describe('the limit of usage', () => {
  const workgroup = 'arn:aws:redshift-serverless:us-east-1:111122223333:workgroup/w';
  function serverless(known: readonly Record<string, unknown>[]) {
    const calls: unknown[] = [];
    return {
      calls,
      client: {
        listUsageLimits: () => Promise.resolve({ $metadata, usageLimits: [...known] as never }),
        createUsageLimit: (input: unknown) => {
          calls.push({ create: input });
          return Promise.resolve({ $metadata });
        },
        updateUsageLimit: (input: unknown) => {
          calls.push({ update: input });
          return Promise.resolve({ $metadata, usageLimit: undefined });
        },
      },
    };
  }

  it('is made once, and refuses queries when it is reached', async () => {
    const { client, calls } = serverless([]);

    await limitUsage(client, workgroup, 32);

    expect(calls).toEqual([
      {
        create: {
          resourceArn: workgroup,
          usageType: 'serverless-compute',
          period: 'daily',
          amount: 32,
          breachAction: 'deactivate',
        },
      },
    ]);
  });

  it('is changed when it differs, left alone when it does not', async () => {
    const limit = { usageLimitId: 'l', period: 'daily', amount: 32, breachAction: 'deactivate' };
    const same = serverless([limit]);
    const other = serverless([{ ...limit, amount: 8 }]);

    await limitUsage(same.client, workgroup, 32);
    await limitUsage(other.client, workgroup, 32);

    expect(same.calls).toEqual([]);
    expect(other.calls).toEqual([
      { update: { usageLimitId: 'l', amount: 32, breachAction: 'deactivate' } },
    ]);
  });
});

describe('the answer to CloudFormation', () => {
  const event = {
    RequestType: 'Create',
    RequestId: 'r',
    ResponseURL: 'https://bucket.invalid/answer',
    StackId: 's',
    LogicalResourceId: 'Migrations',
    ResourceProperties: { Revision: 'x' },
  };
  const answers: { url: string; body: unknown }[] = [];
  const send =
    (status: number): typeof fetch =>
    (url, init) => {
      const bytes = init?.body instanceof Uint8Array ? init.body : new Uint8Array();
      answers.push({
        url: url instanceof Request ? url.url : url.toString(),
        body: JSON.parse(new TextDecoder().decode(bytes)),
      });
      return Promise.resolve(new Response(null, { status }));
    };

  it('says what was done', async () => {
    await answering(event, ({ id }) => Promise.resolve({ Applied: id }), send(200));

    expect(answers.at(-1)).toEqual({
      url: 'https://bucket.invalid/answer',
      body: {
        Status: 'SUCCESS',
        StackId: 's',
        RequestId: 'r',
        LogicalResourceId: 'Migrations',
        PhysicalResourceId: 'Migrations',
        Data: { Applied: 'r' },
      },
    });
  });

  it('says why it failed, so that the deployment goes back', async () => {
    await answering(event, () => Promise.reject(new Error('no such role')), send(200));

    expect(answers.at(-1)?.body).toMatchObject({ Status: 'FAILED', Reason: 'no such role' });
  });

  it('comes again when it could not be handed over', async () => {
    await expect(answering(event, () => Promise.resolve({}), send(403))).rejects.toThrow(
      'HTTP 403',
    );
  });

  it('is asked for by complete events only', async () => {
    const rest = { ...event, ResponseURL: undefined };

    await expect(answering(rest, () => Promise.resolve({}), send(200))).rejects.toThrow(
      'ResponseURL',
    );
  });
});
