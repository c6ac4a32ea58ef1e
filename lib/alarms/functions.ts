import type { WatchedFunction } from '../watchlist';
import type { Alarm } from './alarm';
import { impactOf } from './impacts';
import { aws } from './metrics';

/** Every function, by name: a timeout counts as an error. */
export const functionAlarms = (
  env: string,
  functions: readonly WatchedFunction[],
): readonly Alarm[] => [
  ...functions.map((one) => errors(env, one)),
  {
    id: 'function-throttles',
    kind: 'failed',
    tells: 'machinery',
    impact: 'Functions are refused: the account has no concurrency left, everything waits.',
    runbook: 'function-throttles',
    // Without a dimension it is the sum over the account, which is the environment's own.
    value: aws('Lambda', 'Throttles', {}, 'Sum'),
    when: '>',
    threshold: 0,
    periodMinutes: 5,
    periods: 3,
    missing: 'notBreaching',
  },
  {
    id: 'destination-failures',
    kind: 'failed',
    tells: 'records-stuck',
    impact:
      'What a function gave up cannot be put away: only its stream still has it, for a while.',
    runbook: 'destination-failures',
    // As above: nothing else in the account has destinations.
    value: aws('Lambda', 'DestinationDeliveryFailures', {}, 'Sum'),
    when: '>',
    threshold: 0,
    periodMinutes: 5,
    periods: 1,
    missing: 'notBreaching',
  },
];

/** Steps of runs fail once a quarter of an hour at most. */
const RUN_MINUTES = 15;

/**
 * Everybody who calls a function tries again, so one error is none: it has to come back within two more periods. What
 * is given up sooner is heard of by its queue, a failed run by its report.
 */
function errors(env: string, { name, entry }: WatchedFunction): Alarm {
  const { impact, tells } = impactOf(entry);
  return {
    id: `errors-${name.slice(`sluice-${env}-`.length)}`,
    kind: 'failed',
    tells,
    impact,
    runbook: 'function-errors',
    value: aws('Lambda', 'Errors', { FunctionName: name }, 'Sum'),
    when: '>',
    threshold: 0,
    periodMinutes: tells === 'tables-stale' ? RUN_MINUTES : 5,
    periods: 2,
    of: 3,
    missing: 'notBreaching',
  };
}
