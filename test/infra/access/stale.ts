import type { Templates } from '../templates';
import { matchesPattern } from './pattern';
import { policiesOf } from './policies';
import { requestsIn } from './requests';
import { labelOf, resolvedOf } from './resolved';
import { UNUSED } from './unused';

/** A right that the recorded run does not use. */
interface Idle {
  readonly role: string;
  readonly action: string;
}

function idleOf(lake: Templates): readonly Idle[] {
  const resources = resolvedOf(lake);
  const { identity } = policiesOf(resources);
  const { calls } = requestsIn(lake.env, resources);
  const used = new Set(calls.map(({ principal, action }) => `${principal} ${action}`));
  return resources.ofType('AWS::IAM::Role').flatMap((role) =>
    (identity.get(role.arn) ?? [])
      .filter(({ allows }) => allows)
      .flatMap(({ actions }) => actions)
      .filter((action) => !used.has(`${role.arn} ${action}`))
      .map((action) => ({ role: labelOf(role), action })),
  );
}

/**
 * What unused.yaml excuses for nothing: an action that no policy of those roles allows any more in any environment, or
 * that the recorded run does use; and a role of which the same holds for all actions of its entry.
 */
export function staleExcuses(lakes: readonly Templates[]): readonly string[] {
  const idle = lakes.flatMap(idleOf);
  return UNUSED.flatMap(({ roles, actions, reason }) => {
    const excused = idle.filter(
      ({ role, action }) =>
        actions.includes(action) && roles.some((pattern) => matchesPattern(pattern, role)),
    );
    return [
      ...actions.filter((one) => !excused.some(({ action }) => action === one)),
      ...roles.filter((pattern) => !excused.some(({ role }) => matchesPattern(pattern, role))),
    ].map((stale) => `${stale} (${reason})`);
  });
}
