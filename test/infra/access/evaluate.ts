import { meets, type Context } from './conditions';
import { matchesPattern } from './pattern';
import type { Policies, Statement } from './policies';
import { ACCOUNT } from './resolved';

export interface Request {
  /** ARN of a role, or a service's name. */
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

const isRole = (principal: string): boolean => principal.startsWith('arn:');
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;

/** What AWS adds to every request. */
function fullContext({ principal, context }: Request): Context {
  const via = context['aws:CalledVia'] !== undefined;
  return {
    'aws:SecureTransport': 'true',
    's3:TlsVersion': '1.3',
    'aws:PrincipalIsAWSService': String(!isRole(principal)),
    'aws:ViaAWSService': String(via),
    'aws:ResourceAccount': ACCOUNT,
    ...(isRole(principal) && {
      'aws:PrincipalArn': principal,
      'aws:PrincipalAccount': principal.split(':')[4] ?? '',
      'kms:CallerAccount': principal.split(':')[4] ?? '',
    }),
    ...context,
  };
}

/**
 * IAM's decision for a request within one account (IAM guide, "Policy evaluation logic"): a denial anywhere counts;
 * else a role needs its own policy, or a resource's that names it; a service needs the resource's; a key needs its
 * own policy in every case.
 */
export function isAllowed(request: Request, policies: Policies): boolean {
  const { principal, action, resource } = request;
  const context = fullContext(request);
  const applies = (one: Statement): boolean =>
    one.actions.some((pattern) => matchesPattern(pattern, action)) &&
    isAbout(one, resource) &&
    meets(one, context);
  // Names of actions are compared as they are written: a check holds them to IAM's own spelling.
  const own = (policies.identity.get(principal) ?? []).filter(applies);
  const held = (policies.resource.get(holderOf(resource)) ?? [])
    .filter(({ principals }) => principals.some((name) => names(name, principal)))
    .filter(applies);
  if ([...own, ...held].some(({ allows }) => !allows)) return false;
  if (!isRole(principal)) return held.length > 0;
  const byName = held.some(({ principals }) => principals.includes(principal));
  if (action.startsWith('kms:')) return byName || (held.length > 0 && own.length > 0);
  return own.length > 0 || byName;
}

const isAbout = ({ resources, notResources }: Statement, resource: string): boolean => {
  const matches = (pattern: string): boolean => matchesPattern(pattern, resource);
  return notResources.length > 0 ? !notResources.some(matches) : resources.some(matches);
};

/** The resource whose policy is asked: of an object, its bucket. */
const holderOf = (resource: string): string =>
  resource.startsWith('arn:aws:s3:::') ? resource.replace(/\/.*$/s, '') : resource;

const names = (name: string, principal: string): boolean =>
  name === '*' || name === principal || (name === ROOT && isOurs(principal));
const isOurs = (principal: string): boolean => principal.split(':')[4] === ACCOUNT;
