import { describe, expect, it } from 'vitest';
import { configFor, type Config } from '../../lib/config';
import { isAllowed } from './access/evaluate';
import { policiesOf } from './access/policies';
import { labelOf, resolvedOf } from './access/resolved';
import { permissionChecks } from './checks/permissions';
import { peopleChecks } from './checks/people';
import { trustChecks } from './checks/trust';
import { at, ofType, templatesWith, text, type Templates } from './templates';

const dev = configFor('dev');
const withAccess = (access: Partial<Config['access']>): Templates =>
  templatesWith({ ...dev, access: { ...dev.access, ...access } });

const GRANT = 'AWS::LakeFormation::PrincipalPermissions';

describe('Lake Formation, when it is on', () => {
  const lake = withAccess({ lakeFormation: true });
  const grants = ofType(lake, GRANT).map(({ id, Properties }) => ({
    id,
    permissions: text(Properties.Permissions),
    resource: text(Properties.Resource),
  }));
  const of = (beginning: string) => grants.filter(({ id }) => id.startsWith(beginning));

  it('registers the lake and gives nobody a table because IAM says so', () => {
    const [settings] = ofType(lake, 'AWS::LakeFormation::DataLakeSettings');
    const [location] = ofType(lake, 'AWS::LakeFormation::Resource');

    expect(settings?.Properties.CreateTableDefaultPermissions).toEqual([]);
    expect(settings?.Properties.CreateDatabaseDefaultPermissions).toEqual([]);
    expect(text(settings?.Properties.Admins)).toContain('cfn-exec-role');
    expect(text(location?.Properties.ResourceArn)).toContain('LakeBucket');
    expect(location?.Properties.UseServiceLinkedRole).toBe(false);
  });

  it('tags every database with its layer', () => {
    const tags = ofType(lake, 'AWS::LakeFormation::TagAssociation').map(({ Properties }) =>
      at(Properties.LFTags, 0, 'TagValues', 0),
    );

    expect([...tags].sort()).toEqual([
      'bronze',
      'gold',
      'ops',
      'silver',
      'silver_restricted',
      'staging',
    ]);
  });

  it('grants an analyst gold and nothing else, by tag', () => {
    const analyst = of('Peopledataanalyst');

    expect(analyst.map(({ permissions }) => permissions).sort()).toEqual([
      '["DESCRIBE","SELECT"]',
      '["DESCRIBE"]',
    ]);
    for (const { resource } of analyst) expect(resource).toContain('"TagValues":["gold"]');
  });

  it('lets Firehose describe what it converts by, before the delivery is made', () => {
    const schema = of('StreamstransactionsDeliveryRole');
    const delivery = ofType(lake, 'AWS::KinesisFirehose::DeliveryStream').find(({ id }) =>
      id.startsWith('Streamstransactions'),
    );

    expect(schema.map(({ permissions }) => permissions)).toEqual(['["DESCRIBE"]']);
    expect(schema[0]?.resource).toContain('transactions_delivery_v');
    expect(text([...(delivery?.DependsOn ?? [])])).toContain(schema[0]?.id);
  });

  it('lets the pipeline make tables where it makes them', () => {
    const machine = of('MachinesBuildTable').map(({ permissions }) => permissions);

    expect(machine).toEqual(
      expect.arrayContaining(['["CREATE_TABLE"]', '["DATA_LOCATION_ACCESS"]']),
    );
    expect(machine.join()).toContain('SELECT');
  });

  it('is off in every environment', () => {
    expect(['dev', 'staging', 'prod'].map((env) => configFor(env).access.lakeFormation)).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('other accounts', () => {
  const partner = '222222222222';
  const lake = withAccess({
    peopleFrom: ['arn:aws:iam::333333333333:role/people'],
    producers: [{ source: 'till', contracts: ['transactions'], account: partner }],
    consumers: [{ name: 'partner', account: partner }],
  });
  const resources = resolvedOf(lake);
  const policies = policiesOf(resources);
  const root = `arn:aws:iam::${partner}:root`;

  it('bring their own account and say for which source they come', () => {
    const role = resources.byName('AWS::IAM::Role', 'sluice-dev-producer-till');
    const [trust] = policies.trust.get(role?.arn ?? '') ?? [];

    expect(trust?.principals).toEqual([root]);
    expect(trust?.conditions).toEqual({ StringEquals: { 'sts:ExternalId': ['till'] } });
  });

  it('read gold through their Athena, and nothing else', () => {
    const bucket = resources
      .ofType('AWS::S3::Bucket')
      .find((one) => labelOf(one) === 'Storage/LakeBucket');
    const reads = (key: string, via: boolean): boolean =>
      isAllowed(
        {
          principal: root,
          action: 's3:GetObject',
          resource: `${bucket?.arn ?? ''}/${key}`,
          context: via ? { 'aws:CalledVia': ['athena.amazonaws.com'] } : {},
        },
        policies,
      );

    expect([reads('gold/x/0', true), reads('gold/x/0', false), reads('silver/x/0', true)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('leave every other fact as it is', () => {
    const checks = { ...permissionChecks, ...peopleChecks, ...trustChecks };
    const findings = Object.values(checks).flatMap((check) => check(lake) ?? []);

    expect(findings).toEqual([]);
  });
});
