import {
  PIPELINE_WORKGROUP,
  machineArn,
  type MachineName,
  type Place,
} from '../../lambdas/shared/names';
import type { Config } from '../config';
import type { Alarm, Measure } from './alarm';
import { aws, own } from './metrics';
import { reportAlarms } from './reports';

const LOOK_MINUTES = 15;
const HOUR = 60;
/** CloudWatch looks back a day by periods below an hour, a week by hours. */
const DAY = 24 * HOUR;

/** Runs: that one failed, that none succeeded, that they grow slow, and what readers see of them. */
export const pipelineAlarms = (
  config: Config,
  place: Place,
  machines: readonly MachineName[],
): readonly Alarm[] => [
  runFailed,
  ...machines.map((machine) => stopped(place, machine)),
  ...(config.schedule.enabled ? [noRun(config, place)] : []),
  slowRuns(config),
  exportFailed,
  statements,
  stale(config, 'silver'),
  stale(config, 'gold'),
  ...reportAlarms(config),
  ...(config.warehouse === 'off' ? [] : [loadFailed]),
];

const executions = (place: Place, machine: MachineName, name: string): Measure =>
  aws('States', name, { StateMachineArn: machineArn(place, machine) }, 'Sum');

/** As the run itself reports: who asks for a run during another is refused by a failed execution, and is told so. */
const runFailed: Alarm = {
  id: 'run-failed',
  kind: 'failed',
  tells: 'tables-stale',
  impact: 'A run failed: some tables keep their rows of before.',
  runbook: 'run-failed',
  value: own('RunsFailed', 'Sum'),
  when: '>',
  threshold: 0,
  periodMinutes: LOOK_MINUTES,
  periods: 1,
  missing: 'notBreaching',
};

/** Ends that no report tells of. */
const stopped = (place: Place, machine: MachineName): Alarm => ({
  id: `stopped-${machine}`,
  kind: 'failed',
  tells: 'tables-stale',
  impact: `An execution of ${machine} was stopped or ran out of time: its tables keep their rows of before.`,
  runbook: 'machine-stopped',
  value: {
    formula: 'FILL(late, 0) + FILL(aborted, 0)',
    of: {
      late: executions(place, machine, 'ExecutionsTimedOut'),
      aborted: executions(place, machine, 'ExecutionsAborted'),
    },
  },
  when: '>',
  threshold: 0,
  periodMinutes: LOOK_MINUTES,
  periods: 1,
  missing: 'notBreaching',
});

const noRun = ({ monitoring: { runSlaMinutes } }: Config, place: Place): Alarm => ({
  id: 'no-successful-run',
  kind: 'did not happen',
  tells: 'tables-stale',
  impact: 'No run has succeeded for longer than agreed: nothing new has reached the tables.',
  runbook: 'no-successful-run',
  value: executions(place, 'medallion', 'ExecutionsSucceeded'),
  when: '<',
  threshold: 1,
  ...slowly(runSlaMinutes),
  missing: 'breaching',
});

function slowly(minutes: number): Pick<Alarm, 'periodMinutes' | 'periods'> {
  const periodMinutes = minutes > DAY ? HOUR : LOOK_MINUTES;
  return { periodMinutes, periods: Math.ceil(minutes / periodMinutes) };
}

const slowRuns = ({ monitoring }: Config): Alarm => ({
  id: 'slow-runs',
  kind: 'failed',
  tells: 'ticket',
  impact: 'Runs take longer than planned: tables will be late, and queries cost more.',
  runbook: 'slow-runs',
  value: own('RunSeconds', 'p95'),
  when: '>',
  threshold: monitoring.p95RunMinutes * 60,
  periodMinutes: 60,
  periods: 2,
  missing: 'notBreaching',
});

/** The tables are published all the same. */
const exportFailed: Alarm = {
  id: 'export-failed',
  kind: 'failed',
  tells: 'ticket',
  impact: 'Audits and publications of a run are not in ops: tables of quality do not tell of them.',
  runbook: 'export-failed',
  value: own('ExportsFailed', 'Sum'),
  when: '>',
  threshold: 0,
  periodMinutes: LOOK_MINUTES,
  periods: 1,
  missing: 'notBreaching',
};

/** A build tries three times; so many failures at once are more than bad luck. */
const statements: Alarm = {
  id: 'statements-failed',
  kind: 'failed',
  tells: 'machinery',
  impact: 'Athena refuses statements of the pipeline: builds are tried again, then fail.',
  runbook: 'statements-failed',
  value: aws(
    'Athena',
    'TotalExecutionTime',
    { QueryState: 'FAILED', QueryType: 'DML', WorkGroup: PIPELINE_WORKGROUP },
    'SampleCount',
  ),
  when: '>=',
  threshold: 3,
  periodMinutes: LOOK_MINUTES,
  periods: 1,
  missing: 'notBreaching',
};

const stale = ({ monitoring }: Config, layer: 'silver' | 'gold'): Alarm => ({
  id: `${layer}-stale`,
  kind: 'did not happen',
  tells: 'tables-stale',
  impact: `What readers see of ${layer} is older than agreed: a table of it fails or stands blocked.`,
  runbook: 'layer-stale',
  value: own(layer === 'silver' ? 'SilverAgeMinutes' : 'GoldAgeMinutes', 'Maximum'),
  when: '>',
  threshold: monitoring.freshnessMinutes[layer],
  periodMinutes: monitoring.healthEveryMinutes,
  periods: 2,
  missing: 'notBreaching',
});

/** Gold is published all the same, and the next run that builds something loads what is missing. */
const loadFailed: Alarm = {
  id: 'load-failed',
  kind: 'failed',
  tells: 'ticket',
  impact: 'A table was not copied into the warehouse: its readers see the rows of before.',
  runbook: 'load-failed',
  value: own('LoadsFailed', 'Sum'),
  when: '>',
  threshold: 0,
  periodMinutes: LOOK_MINUTES,
  periods: 1,
  missing: 'notBreaching',
};
