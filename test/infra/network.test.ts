import { describe, expect, it } from 'vitest';
import { configFor } from '../../lib/config';
import { isAllowed } from './access/evaluate';
import { policiesOf } from './access/policies';
import { resolvedOf } from './access/resolved';
import { testChecks, type Checks } from './checks/check';
import { nestingChecks } from './checks/nesting';
import { networkChecks } from './checks/network';
import { networkTrafficChecks } from './checks/network-traffic';
import { perimeterChecks } from './checks/perimeter';
import { pipelineChecks } from './checks/pipeline';
import { warehouseChecks } from './checks/warehouse';
import { warehouseWorkChecks } from './checks/warehouse-work';
import { templatesWith, type Templates } from './templates';

testChecks('the network', { ...networkChecks, ...networkTrafficChecks, ...perimeterChecks });

const network = { cidr: '10.70.0.0/20', zones: 3 };
const checks: Checks = {
  ...networkChecks,
  ...networkTrafficChecks,
  ...perimeterChecks,
  ...warehouseChecks,
  ...warehouseWorkChecks,
  ...pipelineChecks,
  ...nestingChecks,
};

describe.each([
  ['dev', 'off'],
  ['prod', 'on'],
] as const)('%s in a network, with the warehouse %s', (env, _warehouse) => {
  let made: Templates | undefined;
  const lake = (): Templates => (made ??= templatesWith({ ...configFor(env), network }));

  it.each(Object.entries(checks))('%s', (_fact, check) => {
    expect(check(lake()) ?? []).toEqual([]);
  });

  it('has groups that do not wait for each other', () => {
    for (const { id, Properties } of lake().all.filter(({ Type }) => /SecurityGroup$/.test(Type))) {
      // Rules inside a group may name groups made before it only: the endpoints', which names none.
      const named = JSON.stringify(Properties).match(/Private\w+?[0-9A-F]{8}/g) ?? [];
      if (id.includes('Endpoints'))
        expect(named.filter((name) => !name.includes('Vpc'))).toEqual([]);
    }
  });
});

describe('a bucket in a network', () => {
  const prod = configFor('prod');
  const access = { ...prod.access, lakeFormation: true };
  const lake = templatesWith({ ...prod, network, access });
  const resources = resolvedOf(lake);
  const policies = policiesOf(resources);
  const bucket = (role: string): string =>
    `arn:aws:s3:::sluice-prod-${role}-000000000000-us-east-1`;
  const endpoint = resources.all.find(
    ({ type, logicalId }) => type === 'AWS::EC2::VPCEndpoint' && /Storage/.test(logicalId),
  );
  const role = (part: RegExp): string => {
    const found = resources.ofType('AWS::IAM::Role').find(({ logicalId }) => part.test(logicalId));
    if (!found) throw new Error(`no role ${String(part)}`);
    return found.arn;
  };
  const inside = { 'aws:SourceVpce': endpoint?.name ?? '' };
  const outside = { 'aws:PrincipalTag/NetworkPath': 'outside' };
  const athena = { 'aws:CalledVia': ['athena.amazonaws.com'] };
  const get = 's3:GetObject';
  const put = 's3:PutObject';

  it.each([
    ['a function by the endpoint', /StepsPublish|StepsPlanRole/, put, 'results', 'plans/x', inside],
    ['a run by Athena, for Step Functions', /BuildTableRole/, get, 'lake', 'bronze/x', athena],
    ['Firehose on its own machines', /DeliveryRole/, put, 'lake', 'bronze/quarantine/x', outside],
    ['Lambda, for a batch given up', /ArchiveRole/, put, 'archive', 'aws/lambda/x', outside],
    [
      'Athena, by what Lake Formation hands out',
      /^LakeFormationRole/,
      get,
      'lake',
      'gold/x',
      outside,
    ],
    ['the warehouse on its own machines', /^Reader/, get, 'lake', 'gold/x', outside],
    ['the warehouse by the endpoint', /^Reader/, get, 'lake', 'gold/x', inside],
  ] as const)('answers %s', (_who, principal, action, name, key, context) => {
    const request = { principal: role(principal), action, resource: `${bucket(name)}/${key}` };

    expect(isAllowed({ ...request, context }, policies)).toBe(true);
    expect(isAllowed({ ...request, context: {} }, policies)).toBe(false);
  });

  it('answers CloudTrail and access logs, which AWS writes itself', () => {
    const trail = {
      'aws:SourceArn': 'arn:aws:cloudtrail:us-east-1:000000000000:trail/sluice-prod',
      's3:x-amz-acl': 'bucket-owner-full-control',
    };
    const logs = { 'aws:SourceAccount': '000000000000', 'aws:SourceArn': bucket('lake') };
    const by = (principal: string, resource: string, context: Readonly<Record<string, string>>) =>
      isAllowed({ principal, action: put, resource, context }, policies);

    expect(by('cloudtrail.amazonaws.com', `${bucket('audit')}/AWSLogs/000000000000/x`, trail)).toBe(
      true,
    );
    const [inside, header] = ['AWSLogs/000000000000', 's3:x-amz-server-side-encryption'];
    const written = (key: string, encryption: string): boolean =>
      by('cloudtrail.amazonaws.com', `${bucket('audit')}/${inside}/${key}`, {
        ...trail,
        [header]: encryption,
      });
    expect(written('CloudTrail/x', 'aws:kms')).toBe(true);
    expect(written('CloudTrail/x', 'AES256')).toBe(false);
    expect(written('CloudTrail-Digest/x', 'AES256')).toBe(true);
    expect(by('logging.s3.amazonaws.com', `${bucket('logs')}/access/lake/x`, logs)).toBe(true);
  });

  it('refuses a function whose credentials were carried away, also by another network', () => {
    const principal = role(/StepsPlanRole/);
    const request = { principal, action: put, resource: `${bucket('results')}/plans/x` };

    expect(isAllowed({ ...request, context: { 'aws:SourceVpce': 'vpce-other' } }, policies)).toBe(
      false,
    );
    expect(isAllowed({ ...request, context: {} }, policies)).toBe(false);
  });

  it('tells EventBridge of new objects, which asks no policy', () => {
    const told = lake.all.filter(({ Type }) => Type === 'AWS::S3::Bucket');

    expect(told.length).toBeGreaterThanOrEqual(5);
    for (const { Properties } of told) {
      expect(JSON.stringify(Properties.NotificationConfiguration)).toContain('EventBridgeEnabled');
    }
  });
});
