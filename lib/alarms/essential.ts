import type { Alarm } from './alarm';
import { COMPOSITES } from './composites';
import { aws } from './metrics';

/** Without these nobody would know that records are lost, tables are old, or somebody is where nobody should be. */
const ESSENTIAL: readonly RegExp[] = [
  /^write-throttles-transactions$/,
  /^delivery-late-transactions$/,
  /^conversion-failed-transactions$/,
  /^behind-archive-records-transactions$/,
  /^no-successful-run$/,
  /^(human-decrypt|lock-bypass|key-at-risk|trail-changed)$/,
];

/** The account is the environment's own: one alarm hears every function. */
const anyFunction: Alarm = {
  id: 'function-errors',
  kind: 'failed',
  tells: 'ticket',
  impact: 'A function fails: records, files or tables wait for somebody to look at its log.',
  runbook: 'function-errors',
  value: aws('Lambda', 'Errors', {}, 'Sum'),
  when: '>',
  threshold: 0,
  periodMinutes: 5,
  periods: 1,
  missing: 'notBreaching',
};

/** The ten alarms of a lake that is watched as little as can be; each tells people itself. */
export const essential = (alarms: readonly Alarm[]): readonly Alarm[] => [
  ...alarms
    .filter(({ id }) => ESSENTIAL.some((one) => one.test(id)))
    .map((alarm) => ({ ...alarm, tells: severityOf(alarm.tells) })),
  anyFunction,
];

function severityOf(tells: Alarm['tells']): Alarm['tells'] {
  return COMPOSITES.find(({ id }) => id === tells)?.severity ?? tells;
}
