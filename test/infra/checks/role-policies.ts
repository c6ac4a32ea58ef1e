import { at, listOf, ofType, text, type Resource, type Templates, type Value } from '../templates';
import { statementLine } from './compare';

/** Policies attached to a role of the same stack, inline or managed, shared ones included. */
export const policiesFor = (lake: Templates, role: Resource): readonly Resource[] =>
  [...ofType(lake, 'AWS::IAM::ManagedPolicy'), ...ofType(lake, 'AWS::IAM::Policy')].filter(
    ({ stack, Properties }) =>
      stack === role.stack && text(Properties.Roles).includes(`{"Ref":"${role.id}"}`),
  );

export const statementsFor = (lake: Templates, role: Resource): readonly Value[] =>
  policiesFor(lake, role).flatMap(({ Properties }) =>
    listOf(at(Properties.PolicyDocument, 'Statement')),
  );

const REFERENCE = /\$\{referenceto\w*?Outputs\w*?(?:Storage|Ingestion)(\w+?)(Arn|Ref)\}/g;

/**
 * Everything that a role may do and who may take it, one line a statement, with values of other stacks by the
 * resource they come from, e.g. `<DataKey>`, and without the digits that CDK adds.
 */
export function roleLines(lake: Templates, role: Resource): readonly string[] {
  const trust = listOf(at(role.Properties.AssumeRolePolicyDocument, 'Statement'));
  return [...trust, ...statementsFor(lake, role)]
    .map(statementLine)
    .map((line) => line.replace(REFERENCE, (_all, name: string) => `<${short(name)}>`))
    .map((line) => line.replace(/\$\{(\w+?)[0-9A-F]{8}(\.[\w.]+)?\}/g, '<$1$2>'));
}
const short = (name: string): string => name.replace(/[0-9A-F]{8}$/, '');

/** Findings when a role, found by the beginning of its id, does not have exactly the wanted lines. */
export function roleDiffers(
  lake: Templates,
  stack: string,
  id: string,
  wanted: readonly string[],
): readonly string[] {
  const roles = ofType(lake, 'AWS::IAM::Role').filter(
    (role) => role.stack === stack && role.id.replace(/[0-9A-F]{8}$/, '') === id,
  );
  const [role] = roles;
  if (role === undefined || roles.length > 1) return [`${id}: ${roles.length} roles in ${stack}`];
  const given = roleLines(lake, role);
  return [
    ...given.filter((line) => !wanted.includes(line)).map((line) => `${role.id} says ${line}`),
    ...wanted.filter((line) => !given.includes(line)).map((line) => `${role.id} lacks ${line}`),
  ];
}
