import { ofType, type Resource, type Templates, type Value } from '../templates';
import type { Check } from './check';

export const ACCOUNT = '${AWS::AccountId}';
export const OURS = `StringEquals(aws:PrincipalAccount: ${ACCOUNT})`;

/** The one network of an environment: everybody's, or the warehouse's own. */
export interface Expected {
  readonly stack: 'Network' | 'Warehouse';
  /** Stack that holds what needs the key. */
  readonly guard: 'Storage' | 'Warehouse';
  readonly cidr: string;
  readonly zones: number;
  readonly interfaces: readonly string[];
  /** How many zones hold an interface endpoint. */
  readonly endpointZones: number;
  readonly tables: boolean;
  /** Groups that may go out, with the gateways each uses. */
  readonly groups: readonly (readonly [string, readonly string[]])[];
}
function expectedOf({ config: { network, warehouse } }: Templates): Expected | undefined {
  if (network !== 'off') {
    const base = ['athena', 'glue', 'kms', 'sns', 'states'];
    const on = warehouse !== 'off';
    return {
      stack: 'Network',
      guard: 'Storage',
      ...network,
      interfaces: [...base, ...(on ? ['redshift-data', 'redshift-serverless'] : [])].sort(),
      endpointZones: network.zones,
      tables: true,
      groups: [['Functions', ['dynamodb', 's3']], ...(on ? [['Warehouse', ['s3']] as const] : [])],
    };
  }
  if (warehouse === 'off') return undefined;
  return {
    stack: 'Warehouse',
    guard: 'Warehouse',
    cidr: '10.71.0.0/24',
    zones: 3,
    interfaces: ['glue'],
    endpointZones: 1,
    tables: false,
    groups: [['Workgroup', ['s3']]],
  };
}

export const where =
  (check: (lake: Templates, wanted: Expected) => readonly string[]): Check =>
  (lake) => {
    const wanted = expectedOf(lake);
    if (wanted) return check(lake, wanted);
    return lake.all
      .filter(({ Type }) => Type.startsWith('AWS::EC2::'))
      .map(({ id }) => `${id} is there`);
  };
export const named = (resources: readonly Resource[], part: string): readonly Resource[] =>
  resources.filter(({ id }) => id.includes(part));
export const groupOf = (lake: Templates, part: string): string =>
  named(ofType(lake, 'AWS::EC2::SecurityGroup'), part)[0]?.id ?? `no group ${part}`;
export const groupId = (id: string): Value => ({ 'Fn::GetAtt': [id, 'GroupId'] });
