import { isAllowed } from './evaluate';
import type { Context } from './conditions';
import type { Policies, Statement } from './policies';

/**
 * Rights that a role's own policy gives and another policy takes away: a bucket that refuses, a key that does not
 * know the service. Whoever holds one finds out on the day they need it, so each right is asked for as it was given:
 * on a resource of its pattern, under its conditions.
 */
export const refusedOf = (
  policies: Policies,
  labelOfRole: (arn: string) => string,
): readonly string[] =>
  [...policies.identity].flatMap(([principal, statements]) =>
    statements
      .filter(({ allows }) => allows)
      .flatMap((one) =>
        one.actions.flatMap((action) =>
          one.resources
            .filter((resource) => {
              const request = { principal, action, resource: exampleOf(resource) };
              return !contextsOf(one, request.resource, policies).some((context) =>
                isAllowed({ ...request, context }, policies),
              );
            })
            .map((resource) => `${labelOfRole(principal)} ${action} ${resource}`),
        ),
      ),
  );

const exampleOf = (pattern: string): string => pattern.replaceAll(/[*?]/g, 'x');

/** What a call could say of itself to meet a statement, and for a key, one of the key's own besides. */
function contextsOf(one: Statement, resource: string, policies: Policies): readonly Context[] {
  const own = meeting(one);
  const held = resource.includes(':key/') ? (policies.resource.get(resource) ?? []) : [];
  return [
    own,
    ...held.filter(({ allows }) => allows).flatMap((key) => combined(own, meeting(key))),
  ];
}

/** Both contexts at once, where they do not contradict each other; of several values, those of both. */
function combined(own: Context, other: Context): readonly Context[] {
  const both = new Map(Object.entries(other));
  for (const [key, value] of Object.entries(own)) {
    const [mine, theirs] = [[value].flat(), [both.get(key) ?? value].flat()];
    const shared = mine.filter((text) => theirs.includes(text));
    if (shared.length === 0) return [];
    both.set(key, shared);
  }
  // A key of a request has one value, except where a quantifier says otherwise.
  return spread([...both]);
}

function spread(entries: readonly (readonly [string, string | readonly string[]])[]): Context[] {
  return entries.reduce<Context[]>(
    (made, [key, value]) =>
      [value].flat().flatMap((text) => made.map((context) => ({ ...context, [key]: text }))),
    [{}],
  );
}

const POSITIVE = /^(ForAllValues:|ForAnyValue:)?(String|Arn)(Equals|Like)(IfExists)?$|^Bool$/;

const meeting = ({ conditions }: Statement): Context =>
  Object.fromEntries(
    Object.entries(conditions)
      .filter(([operator]) => POSITIVE.test(operator))
      .flatMap(([, keys]) => Object.entries(keys))
      .map(([key, wanted]) => [key, wanted.map(exampleOf)]),
  );
