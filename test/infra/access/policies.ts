import type { Resource, Resources } from '../../../local/assembly/resources';
import { isObject, type Json } from '../../../local/server/json';

export interface Statement {
  /** Logical id of what holds it. */
  readonly where: string;
  readonly allows: boolean;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Everything but these, where a statement says so; else empty. */
  readonly notResources: readonly string[];
  /** `*`, ARNs of roles and accounts, and names of services; absent in policies of roles. */
  readonly principals: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}
export interface Policies {
  /** By ARN of the role. */
  readonly identity: ReadonlyMap<string, readonly Statement[]>;
  /** By ARN of the bucket, key, topic, queue or function. */
  readonly resource: ReadonlyMap<string, readonly Statement[]>;
  /** Who may take a role, by its ARN. */
  readonly trust: ReadonlyMap<string, readonly Statement[]>;
}

const parsed = new WeakMap<Resources, Policies>();

export function policiesOf(resources: Resources): Policies {
  const known = parsed.get(resources);
  if (known) return known;
  const made = parse(resources);
  parsed.set(resources, made);
  return made;
}

function parse(resources: Resources): Policies {
  const identity = new Map<string, Statement[]>();
  const resource = new Map<string, Statement[]>();
  const trust = new Map<string, readonly Statement[]>();
  for (const role of resources.ofType('AWS::IAM::Role')) {
    identity.set(role.arn, []);
    trust.set(role.arn, statementsOf(role, role.properties.AssumeRolePolicyDocument));
  }
  for (const type of ['AWS::IAM::ManagedPolicy', 'AWS::IAM::Policy']) {
    for (const policy of resources.ofType(type)) {
      const statements = statementsOf(policy, policy.properties.PolicyDocument);
      for (const name of texts(policy.properties.Roles)) {
        const role = resources.byName('AWS::IAM::Role', name);
        if (role) add(identity, role.arn, statements);
      }
    }
  }
  for (const { arn, statements } of resourcePolicies(resources)) add(resource, arn, statements);
  return { identity, resource, trust };
}

interface Held {
  readonly arn: string;
  readonly statements: readonly Statement[];
}

function resourcePolicies(resources: Resources): readonly Held[] {
  const buckets = resources.ofType('AWS::S3::BucketPolicy').map((policy) => ({
    arn: `arn:aws:s3:::${textOf(policy.properties.Bucket)}`,
    statements: statementsOf(policy, policy.properties.PolicyDocument),
  }));
  const keys = resources.ofType('AWS::KMS::Key').map((key) => ({
    arn: key.arn,
    statements: statementsOf(key, key.properties.KeyPolicy).map((one) => ({
      ...one,
      resources: [key.arn],
      notResources: [],
    })),
  }));
  const topics = resources.ofType('AWS::SNS::TopicPolicy').flatMap((policy) =>
    texts(policy.properties.Topics).map((arn) => ({
      arn,
      statements: statementsOf(policy, policy.properties.PolicyDocument),
    })),
  );
  return [
    ...buckets,
    ...keys,
    ...topics,
    ...resources.ofType('AWS::Lambda::Permission').map(permission),
  ];
}

/** A Lambda permission is a statement in other words. */
function permission(one: Resource): Held {
  const { FunctionName: arn, Action, Principal, SourceArn, SourceAccount } = one.properties;
  return {
    arn: textOf(arn),
    statements: [
      {
        where: one.logicalId,
        allows: true,
        actions: texts(Action),
        resources: [textOf(arn)],
        notResources: [],
        principals: texts(Principal),
        conditions: {
          ...(SourceArn !== undefined && { ArnLike: { 'aws:SourceArn': texts(SourceArn) } }),
          ...(SourceAccount !== undefined && {
            StringEquals: { 'aws:SourceAccount': texts(SourceAccount) },
          }),
        },
      },
    ],
  };
}

export function statementsOf(
  { logicalId }: Pick<Resource, 'logicalId'>,
  document: Json | undefined,
): readonly Statement[] {
  const statements = isObject(document) ? document.Statement : undefined;
  const list = Array.isArray(statements) ? (statements as readonly Json[]) : [statements ?? null];
  return list.filter(isObject).map((one) => ({
    where: logicalId,
    allows: one.Effect === 'Allow',
    actions: texts(one.Action),
    resources: texts(one.Resource),
    notResources: texts(one.NotResource),
    principals: principalsOf(one.Principal),
    conditions: conditionsOf(one.Condition),
  }));
}

const principalsOf = (value: Json | undefined): readonly string[] =>
  isObject(value) ? Object.values(value).flatMap(texts) : texts(value);

const conditionsOf = (value: Json | undefined): Statement['conditions'] =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(isObject(keys) ? keys : {}).map(([key, wanted]) => [key, texts(wanted)]),
      ),
    ]),
  );

function add(to: Map<string, Statement[]>, key: string, statements: readonly Statement[]): void {
  to.set(key, [...(to.get(key) ?? []), ...statements]);
}

/** A string or a list of them, as policies write either. */
export const texts = (value: Json | undefined): readonly string[] =>
  value === undefined || value === null
    ? []
    : Array.isArray(value)
      ? (value as readonly Json[]).map(textOf)
      : [textOf(value)];

const textOf = (value: Json | undefined): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);
