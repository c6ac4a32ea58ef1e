import type { EC2, IpPermission } from '@aws-sdk/client-ec2';

type Client = Pick<
  EC2,
  'revokeSecurityGroupIngress' | 'revokeSecurityGroupEgress' | 'describePrefixLists'
>;

/**
 * Takes both rules from a network's default security group: AWS makes them, and CloudFormation cannot take them.
 * Does nothing where they are gone.
 */
export async function closeGroup(client: Client, GroupId: string): Promise<void> {
  const among: IpPermission[] = [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }];
  const out: IpPermission[] = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  await unlessGone(client.revokeSecurityGroupIngress({ GroupId, IpPermissions: among }));
  await unlessGone(client.revokeSecurityGroupEgress({ GroupId, IpPermissions: out }));
}

async function unlessGone(revoked: Promise<unknown>): Promise<void> {
  try {
    await revoked;
  } catch (error) {
    const isGone = error instanceof Error && error.name === 'InvalidPermission.NotFound';
    if (!isGone) throw error;
  }
}

/**
 * Ids of AWS's own lists of a service's addresses, by the service: rules name them, and they differ by region.
 * @param names e.g. `com.amazonaws.eu-west-1.s3`
 * @throws Error that lists the names for which the region has none
 */
export async function prefixLists(
  client: Client,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const { PrefixLists = [] } = await client.describePrefixLists({
    Filters: [{ Name: 'prefix-list-name', Values: [...names] }],
  });
  const ids = new Map(PrefixLists.map((list) => [list.PrefixListName, list.PrefixListId]));
  const missing = names.filter((name) => !ids.get(name));
  if (missing.length > 0) throw new Error(`the region has no prefix list ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name.replace(/^.*\./, ''), ids.get(name) ?? '']));
}
