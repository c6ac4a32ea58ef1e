import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS } from '../../lib/config';
import { at, listOf, ofType, templatesOf, text, type Value, word } from './templates';

interface Statement {
  readonly where: string;
  readonly value: Value;
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
}

/** Every statement that allows something, in policies of roles, keys, buckets and queues. */
function allowed(env: (typeof ENVIRONMENTS)[number]): readonly Statement[] {
  return templatesOf(env).all.flatMap(({ id, Properties }) =>
    ['PolicyDocument', 'KeyPolicy']
      .flatMap((property) => listOf(at(Properties[property], 'Statement')))
      .filter((statement) => at(statement, 'Effect') === 'Allow')
      .map((value) => ({
        where: id,
        value,
        actions: listOf(at(value, 'Action')).map(word),
        resources: listOf(at(value, 'Resource')),
      })),
  );
}

/** A resource with the name of what it refers to in the place of each reference. */
function shape(resource: Value): string {
  if (typeof resource === 'string') return resource;
  const joined = at(resource, 'Fn::Join', 1);
  if (joined !== undefined) return listOf(joined).map(shape).join('');
  return word(at(resource, 'Ref') ?? at(resource, 'Fn::GetAtt', 0)).replace(/\W/g, '');
}

/** Actions whose service knows no resources, so that `*` is the only way to allow them. */
const WITHOUT_RESOURCES = /^(xray:|logs:.*Deliver|logs:PutResourcePolicy|logs:Describe)/;

describe.each(ENVIRONMENTS)('the permissions of %s', (env) => {
  it('name each action in full', () => {
    const statements = allowed(env);

    expect(statements.length).toBeGreaterThan(60);
    for (const { where, actions } of statements) {
      expect(
        actions.filter((action) => action.includes('*')),
        where,
      ).toEqual([]);
    }
  });

  it('name resources, except where a service has none', () => {
    const roles = allowed(env).filter(({ where }) => where.includes('Policy'));

    for (const { where, actions, resources } of roles) {
      if (!resources.includes('*')) continue;
      expect(
        actions.filter((action) => !WITHOUT_RESOURCES.test(action)),
        where,
      ).toEqual([]);
    }
  });

  it('end in a name or a prefix, never in everything of a service or a bucket', () => {
    const roles = allowed(env).filter(({ where }) => where.includes('Policy'));
    const wide = roles.flatMap(({ where, resources }) =>
      resources
        .filter((resource) => resource !== '*')
        .map(shape)
        .filter((resource) => /^arn:\w+:\w+:\w*:\w*:\*$|^\w+\/\*$/.test(resource))
        .map((resource) => `${where} ${resource}`),
    );

    expect(roles.length).toBeGreaterThan(60);
    // Landing holds files of any source: the file door reads all of it.
    expect(wide).toEqual([expect.stringMatching(/^FilesIngest.*LandingBucket.*\/\*$/)]);
  });

  it('let nobody delete objects but the mover of failed deliveries', () => {
    const deleting = allowed(env).filter(({ actions }) =>
      actions.some((action) => action.startsWith('s3:Delete')),
    );

    expect(deleting.length).toBe(1);
    expect(deleting[0]?.where).toContain('BronzeCollect');
    expect(text(deleting[0]?.value)).toContain('delivery-errors/*');
  });

  it('use keys through services only, MACs excepted', () => {
    const uses = allowed(env).filter(
      ({ where, actions }) => where.includes('Policy') && actions.some((a) => a.startsWith('kms:')),
    );

    expect(uses.length).toBeGreaterThan(10);
    for (const { where, actions, value } of uses) {
      if (actions.includes('kms:GenerateMac')) expect(actions, where).toEqual(['kms:GenerateMac']);
      else expect(text(at(value, 'Condition')), where).toContain('kms:ViaService');
    }
  });

  it('keep tokens and clear values apart: only doors hold the sensitive key', () => {
    const holders = allowed(env)
      .filter(
        ({ where, value }) => where.includes('Policy') && text(value).includes('SensitiveKey'),
      )
      .map(({ where }) => where.replace(/RolePolicy.*/, ''));

    expect([...new Set(holders)].sort()).toEqual([
      'BronzeCollect',
      'FilesIngest',
      'StreamstransactionsArchive',
      'StreamstransactionsDelivery',
    ]);
  });

  it('are lent to services for this account only', () => {
    const roles = ofType(templatesOf(env), 'AWS::IAM::Role');
    const trusts = roles.flatMap(({ id, Properties }) =>
      listOf(at(Properties.AssumeRolePolicyDocument, 'Statement')).map((value) => ({ id, value })),
    );

    expect(trusts.length).toBeGreaterThanOrEqual(14);
    for (const { id, value } of trusts) {
      const service = word(at(value, 'Principal', 'Service'));
      const condition = text(at(value, 'Condition'));
      // Lambda offers no condition key for execution roles, CloudTrail none for that of its log group.
      if (service === 'lambda.amazonaws.com' || id.startsWith('TrailRole')) continue;
      const key = service === 'firehose.amazonaws.com' ? 'sts:ExternalId' : 'aws:SourceAccount';
      expect(condition, id).toContain(`"${key}":{"Ref":"AWS::AccountId"}`);
    }
    for (const { id, Properties } of roles) {
      expect(Properties.ManagedPolicyArns, id).toBeUndefined();
    }
  });

  it('let Firehose write where a delivery goes, and delete nothing', () => {
    const delivery = allowed(env).filter(({ where }) =>
      where.startsWith('StreamstransactionsDeliveryRole'),
    );
    const actions = delivery.flatMap((statement) => statement.actions);

    expect(actions).toContain('s3:PutObject');
    expect(actions.filter((action) => action.includes('Delete'))).toEqual([]);
  });

  it('let a machine start, look at and stop its statements', () => {
    const actions = allowed(env)
      .filter(({ where }) => where.startsWith('MachinesBuildTable'))
      .flatMap((statement) => statement.actions);

    expect(actions).toEqual(
      expect.arrayContaining([
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
        'athena:GetQueryExecution',
        'lambda:InvokeFunction',
      ]),
    );
    const medallion = allowed(env).filter(({ where }) => where.startsWith('MachinesMedallion'));
    expect(text(medallion.map(({ value }) => value))).toContain(
      'StepFunctionsGetEventsForStepFunctionsExecutionRule',
    );
  });
});
