import { METRIC_NAMESPACE, type MetricName } from '../../lambdas/shared/metrics';
import type { Measure } from './alarm';

type Statistic = Measure['statistic'];

/** A metric that our handlers write. @param contract where it is told apart by contract */
export const own = (name: MetricName, statistic: Statistic, contract?: string): Measure => ({
  namespace: METRIC_NAMESPACE,
  name,
  statistic,
  ...(contract !== undefined && { dimensions: { Contract: contract } }),
});

/** A metric of an AWS service about one resource. */
export const aws = (
  service: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
  statistic: Statistic,
): Measure => ({ namespace: `AWS/${service}`, name, dimensions, statistic });
