import { type CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

/** What a rule found: its id as the pack writes it, and the same for people, references by name. */
export interface Finding {
  readonly id: string;
  readonly name: string;
}

/** Patterns among the resources that a policy allows; computed once references are resolved. */
export function wildcardsOf(resource: CfnResource, env: string): readonly Finding[] {
  if (!(resource instanceof iam.CfnManagedPolicy)) return [];
  const document: unknown = Stack.of(resource).resolve(resource.policyDocument);
  const ids = listOf(member(document, 'Statement'))
    .filter((statement) => member(statement, 'Effect') === 'Allow')
    .flatMap((statement) => listOf(member(statement, 'Resource')).map(flat))
    .filter((arn) => arn.includes('*'));
  return [...new Set(ids)].map((arn) => ({ id: `Resource::${arn}`, name: nameOf(arn, env) }));
}

/** A reference as text, in the notation of the packs: `<Logical.Attribute>`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll('${', '<').replaceAll('}', '>');
  const joined = member(value, 'Fn::Join');
  if (Array.isArray(joined)) return listOf(joined[1]).map(flat).join(String(joined[0]));
  const attribute = member(value, 'Fn::GetAtt');
  if (Array.isArray(attribute)) return `<${attribute.map(flat).join('.')}>`;
  const reference = member(value, 'Ref');
  return reference === undefined ? JSON.stringify(value) : `<${flat(reference)}>`;
}

/**
 * Logical ids carry the environment and a hash: `lake/bronze/*` says the same for every environment. Names of
 * other accounts' or regions' resources keep their ARN, so that they are never taken for ours.
 */
const nameOf = (arn: string, env: string): string =>
  arn
    .replace(/^<referenceto\w*Storage(\w+?)Bucket[0-9A-F]{8}Arn>/, (_, bucket: string) =>
      bucket.toLowerCase(),
    )
    .replace(/<(?:referenceto\w*)?Machines(\w+?)Machine[0-9A-F]{8}\.?Name>/, '$1')
    .replace(/^arn:<AWS::Partition>:([\w-]+):<AWS::Region>:<AWS::AccountId>:/, '$1:')
    .replaceAll(`sluice-${env}`, 'sluice-<env>');

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && key in value
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
