import { at, listOf, text, word, type Resource, type Value } from '../../infra/templates';
import {
  pathsWhere,
  withProperty,
  type Mutant,
  type MutantClass,
  type Operator,
  type Path,
} from '../mutant';

/** One more thing that each service lets one do, and that none of our roles has a reason for. */
const WORSE: Readonly<Record<string, string>> = {
  s3: 's3:PutBucketPolicy',
  kms: 'kms:PutKeyPolicy',
  kinesis: 'kinesis:DeleteStream',
  dynamodb: 'dynamodb:DeleteTable',
  glue: 'glue:DeleteDatabase',
  athena: 'athena:DeleteWorkGroup',
  states: 'states:DeleteStateMachine',
  lambda: 'lambda:UpdateFunctionCode',
  sns: 'sns:Subscribe',
  sqs: 'sqs:PurgeQueue',
  logs: 'logs:DeleteLogGroup',
  events: 'events:DeleteRule',
  iam: 'iam:CreateAccessKey',
};

interface Found {
  readonly path: Path;
  readonly statement: Value;
}
const statementsOf = (resource: Resource): readonly Found[] =>
  pathsWhere(
    resource.Properties,
    (_key, value) => at(value, 'Effect') !== undefined && value !== null,
  ).map((path) => ({ path, statement: at(resource.Properties, ...path) ?? null }));

/** Statements that allow more, to more, or under fewer conditions; denials that are gone. */
export const permissions: Operator = (resource) =>
  statementsOf(resource).flatMap((found) =>
    at(found.statement, 'Effect') === 'Deny' ? denial(resource, found) : allowance(resource, found),
  );

function allowance(resource: Resource, { path, statement }: Found): readonly Mutant[] {
  const trust = path.includes('AssumeRolePolicyDocument');
  const kind: MutantClass = trust ? 'trust' : 'iam-widening';
  const mutant = mutantOf(resource, path, kind);
  const actions = listOf(at(statement, 'Action')).map(word);
  const service = (actions[0] ?? '').split(':')[0] ?? '';
  return [
    ...conditions(statement).map((key) =>
      mutant(['Condition', ...key], undefined, `condition ${key.join(' ')} dropped`),
    ),
    ...(trust
      ? [mutant(['Principal'], { AWS: '*' }, 'trusts everybody')]
      : [
          mutant(['Action'], `${service}:*`, `${service}:* allowed`),
          mutant(['Action'], '*', 'everything allowed'),
          ...(WORSE[service] === undefined
            ? []
            : [mutant(['Action'], [...actions, WORSE[service]], `${WORSE[service]} allowed`)]),
          ...resources(statement).map(([index, wider, what]) =>
            mutant(index, wider, `resource ${what}`),
          ),
          ...(at(statement, 'Principal') === undefined
            ? []
            : [mutant(['Principal'], '*', 'allows everybody')]),
        ]),
  ];
}

const conditions = (statement: Value): readonly Path[] =>
  Object.entries((at(statement, 'Condition') ?? {}) as Readonly<Record<string, Value>>).flatMap(
    ([operator, keys]) => Object.keys(keys ?? {}).map((key) => [operator, key]),
  );

/** Each resource as everything, and each prefix one folder wider. */
function resources(statement: Value): readonly (readonly [Path, Value, string])[] {
  const resource = at(statement, 'Resource');
  if (resource === undefined || resource === '*') return [];
  const list = listOf(resource);
  const path = (index: number): Path =>
    Array.isArray(resource) ? ['Resource', index] : ['Resource'];
  return list.flatMap((one, index) => {
    const wider = oneFolderWider(one);
    return [
      [path(index), '*', `${index} is everything`] as const,
      ...(wider === undefined
        ? []
        : [[path(index), wider, `${index} is one folder wider`] as const]),
    ];
  });
}

/** The last folder of an ARN left out, wherever its text stands: joined, substituted or plain. */
function oneFolderWider(resource: Value): Value | undefined {
  if (typeof resource === 'string') return widened(resource);
  const parts = listOf(at(resource, 'Fn::Join', 1));
  const last = parts.at(-1);
  if (typeof last === 'string') {
    const wider = widened(last);
    return wider === undefined ? undefined : { 'Fn::Join': ['', [...parts.slice(0, -1), wider]] };
  }
  const pattern = at(resource, 'Fn::Sub');
  if (typeof pattern !== 'string') return undefined;
  const wider = widened(pattern);
  return wider === undefined ? undefined : { 'Fn::Sub': wider };
}

/** `…/silver/*` as `…/*`, and a name such as `…:table/gold` as `…:table/*`. */
function widened(arn: string): string | undefined {
  const wider = arn.endsWith('/*')
    ? arn.replace(/[^/:]+\/\*$/, '*')
    : arn.replace(/([/:])[^/:*]+$/, '$1*');
  return wider === arn ? undefined : wider;
}

function denial(resource: Resource, { path, statement }: Found): readonly Mutant[] {
  const transport = /SecureTransport|TlsVersion/.test(text(at(statement, 'Condition')));
  const mutant = mutantOf(resource, path, transport ? 'transport' : 'iam-widening');
  const name = word(at(statement, 'Sid') ?? at(statement, 'Action'));
  return [
    mutant([], undefined, `denial of ${name} dropped`),
    mutant(['Action'], 's3:GetObjectTorrent', `denial of ${name} of one action only`),
    mutant(
      ['Condition', 'StringEquals', 'aws:PrincipalTag/denied'],
      'yes',
      `denial of ${name} of some only`,
    ),
  ];
}

const mutantOf =
  (resource: Resource, statement: Path, kind: MutantClass) =>
  (path: Path, value: Value | undefined, change: string): Mutant => ({
    kind,
    resource,
    change: `${statement.join('.')}: ${change}`,
    mutated: withProperty(resource, [...statement, ...path], value),
  });
