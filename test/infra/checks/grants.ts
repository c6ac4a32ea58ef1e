import { ENVIRONMENTS, type EnvName } from '../../../lib/config';
import { grantsOf, grantsStated, type Grants } from '../access/grants';
import type { Checks } from './check';

const stated: ReadonlyMap<EnvName, Grants> = new Map(
  ENVIRONMENTS.map((env) => [env, grantsStated(env)]),
);
const FEWEST_HOLDERS = 80;

/** Lines of one and not of the other, as often as they stand there. */
function beyond(these: Grants, those: Grants, what: string): readonly string[] {
  return [...these].flatMap(([holder, given]) => {
    const left = [...(those.get(holder) ?? [])];
    return given.flatMap((line) => {
      const index = left.indexOf(line);
      if (index >= 0) left.splice(index, 1);
      return index < 0 ? [`${holder} ${what}: ${line}`] : [];
    });
  });
}

/** docs/grants.md, which people review, against the policies, and the other way round. */
export const grantChecks: Checks = {
  'grants what docs/grants.md says, and nothing else': (lake) => {
    const given = grantsOf(lake);
    const wanted = stated.get(lake.env) ?? new Map<string, readonly string[]>();
    return wanted.size < FEWEST_HOLDERS
      ? [`docs/grants.md names ${wanted.size} holders`]
      : [...beyond(given, wanted, 'is not to grant'), ...beyond(wanted, given, 'lacks')];
  },
};
