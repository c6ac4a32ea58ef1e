import type { Acknowledgement } from './acknowledgement';

const RULE = 'AwsSolutions-IAM5';
const ownPolicy = (role: string): string => `${role}/Policy/Resource`;
export const onAll = (role: string): string => `${role}/PolicyOnAll/Resource`;

/** Prefixes of keys or names: the actions are named in full, and so is the bucket or database. */
export const prefixes = (
  findings: readonly string[],
  roles: readonly string[],
  reason: string,
): Acknowledgement => ({ rule: RULE, findings, on: roles.map(ownPolicy), reason });

/** A `*` where a service knows no resource: alone in a policy, so that no other `*` hides behind it. */
export const everything = (on: readonly string[], reason: string): Acknowledgement => ({
  rule: RULE,
  findings: ['*'],
  on,
  reason,
});
