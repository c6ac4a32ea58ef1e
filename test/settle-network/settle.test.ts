import { describe, expect, it } from 'vitest';
import { closeGroup, prefixLists } from '../../lambdas/settle-network/settle';

const named = (name: string): Error => Object.assign(new Error(name), { name });

function network(fault?: Error) {
  const revoked: unknown[] = [];
  const revoke = (asked?: unknown): Promise<{ $metadata: object }> => {
    revoked.push(asked);
    return fault ? Promise.reject(fault) : Promise.resolve({ $metadata: {} });
  };
  return {
    revoked,
    client: {
      revokeSecurityGroupIngress: revoke,
      revokeSecurityGroupEgress: revoke,
      describePrefixLists: () =>
        Promise.resolve({
          $metadata: {},
          PrefixLists: [
            { PrefixListName: 'com.amazonaws.eu-west-1.s3', PrefixListId: 'pl-1' },
            { PrefixListName: 'com.amazonaws.eu-west-1.dynamodb', PrefixListId: 'pl-2' },
          ],
        }),
    },
  };
}

describe('the default group', () => {
  it('loses the two rules that AWS gives it', async () => {
    const { client, revoked } = network();

    await closeGroup(client, 'sg-1');

    expect(revoked).toEqual([
      {
        GroupId: 'sg-1',
        IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-1' }] }],
      },
      {
        GroupId: 'sg-1',
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      },
    ]);
  });

  it('may have lost them before, but nothing else may be wrong', async () => {
    const gone = network(named('InvalidPermission.NotFound'));
    const denied = network(named('UnauthorizedOperation'));

    await closeGroup(gone.client, 'sg-1');

    expect(gone.revoked.length).toBe(2);
    await expect(closeGroup(denied.client, 'sg-1')).rejects.toThrow('UnauthorizedOperation');
  });
});

describe('prefix lists', () => {
  it('are found by service', async () => {
    const { client } = network();

    expect(
      await prefixLists(client, ['com.amazonaws.eu-west-1.s3', 'com.amazonaws.eu-west-1.dynamodb']),
    ).toEqual({ s3: 'pl-1', dynamodb: 'pl-2' });
  });

  it('that the region lacks are named', async () => {
    const { client } = network();

    await expect(prefixLists(client, ['com.amazonaws.eu-west-1.s4'])).rejects.toThrow(
      'no prefix list com.amazonaws.eu-west-1.s4',
    );
  });
});
