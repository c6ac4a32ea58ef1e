import { functionName } from '../../lambdas/shared/names';
import type { Config } from '../config';
import type { Alarm } from './alarm';
import { aws, own } from './metrics';

const HOUR = 60;

/** What the records are like, as check-health judges it, and whether it does. */
export const dataAlarms = (config: Config): readonly Alarm[] => [
  ...judged(config),
  imbalance,
  {
    id: 'health-unchecked',
    kind: 'did not happen',
    tells: 'ticket',
    impact: 'Nobody has looked at volumes, rejects, files, freshness and balance for an hour.',
    runbook: 'health-unchecked',
    value: aws(
      'Lambda',
      'Invocations',
      { FunctionName: functionName(config.env, 'check-health') },
      'Sum',
    ),
    when: '<',
    threshold: 1,
    periodMinutes: HOUR,
    periods: 1,
    missing: 'breaching',
  },
];

const judged = ({ monitoring }: Config): readonly Alarm[] => {
  const hourly = { tells: 'data-suspect', periodMinutes: HOUR, periods: 1 } as const;
  return [
    {
      ...hourly,
      id: 'rejects',
      kind: 'failed',
      impact: 'A source sends much that is rejected: its numbers in the tables are too low.',
      runbook: 'rejects',
      value: own('WorstRejectShare', 'Maximum'),
      when: '>',
      threshold: monitoring.rejectShare,
      missing: 'notBreaching',
    },
    {
      ...hourly,
      id: 'volume',
      kind: 'failed',
      impact:
        'A day has far more or fewer transactions than its weekdays have: some are missing or doubled.',
      runbook: 'volume',
      value: { formula: 'ABS(sigmas)', of: { sigmas: own('VolumeSigmas', 'Average') } },
      when: '>',
      threshold: monitoring.volumeSigmas,
      missing: 'notBreaching',
    },
    {
      ...hourly,
      id: 'file-missing',
      kind: 'did not happen',
      impact: 'A file that comes every day has not: tables use reference data of yesterday.',
      runbook: 'file-missing',
      value: own('FilesMissing', 'Maximum'),
      when: '>',
      threshold: 0,
      missing: 'notBreaching',
    },
    {
      ...hourly,
      id: 'quality',
      kind: 'failed',
      impact: 'Transactions lack customers, places or lines: reports by them are incomplete.',
      runbook: 'quality',
      value: own('QualityScore', 'Minimum'),
      when: '<',
      threshold: monitoring.qualityScore,
      missing: 'notBreaching',
    },
  ];
};

const imbalance: Alarm = {
  id: 'imbalance',
  kind: 'failed',
  // The audit blocks its slice, so that the run fails too: one incident.
  tells: 'tables-stale',
  impact: 'Rows are lost or doubled between bronze and silver, or between a file and bronze.',
  runbook: 'imbalance',
  value: own('RecordsImbalanced', 'Maximum'),
  when: '>',
  threshold: 0,
  periodMinutes: HOUR,
  periods: 1,
  missing: 'notBreaching',
};
