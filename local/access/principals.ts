import type { Resources } from '../assembly/resources';
import { asPrincipal } from './caller';
import type { Calls } from './calls';

/** Access keys are names of roles; others (the owner of the laptop) are bound by no policy. */
export function callers(
  resources: Resources,
  calls: Calls,
): <T>(accessKeyId: string, work: () => T) => T {
  const roles = new Map(resources.ofType('AWS::IAM::Role').map(({ name, arn }) => [name, arn]));
  return (accessKeyId, work) => asPrincipal(calls, roles.get(accessKeyId) ?? '', work);
}
