import { REGULATORY_REPORT } from '../../lambdas/shared/names';
import type { Config } from '../config';
import type { Alarm } from './alarm';
import { own } from './metrics';

/** Hours after the end of a business day until its regulatory report is due; off where none is built. */
export function reportHours({ monitoring, pipeline }: Config): number | 'off' {
  const isBuilt =
    pipeline.domains.includes('banking') &&
    (pipeline.tables === 'all' || pipeline.tables.includes(REGULATORY_REPORT));
  return isBuilt ? monitoring.regulatoryHours : 'off';
}

/** A deadline of its own: layers may be fresh again long after it has passed. */
export const reportAlarms = (config: Config): readonly Alarm[] =>
  reportHours(config) === 'off'
    ? []
    : [
        {
          id: 'regulatory-late',
          kind: 'did not happen',
          tells: 'page',
          impact: `The regulatory report of a business day is not ready ${reportHours(config)} hours after its end: a deadline of the law may be missed.`,
          runbook: 'regulatory-late',
          value: own('RegulatoryReportsLate', 'Maximum'),
          when: '>',
          threshold: 0,
          periodMinutes: config.monitoring.healthEveryMinutes,
          periods: 1,
          missing: 'notBreaching',
        },
      ];
