import type { TemplateResource } from '../../lib/build/templates';
import { callsOf, entryOf } from './calls';
import { charge, type Line } from './line';
import { SECONDS, type Month } from './month';
import { at, numberAt } from './properties';

/** Temporary storage that comes with a function, in MB. */
const INCLUDED_MB = 512;

/** `AWS::Lambda::Function` */
export function functionLines(month: Month, resource: TemplateResource): readonly Line[] {
  const { properties } = resource;
  const { entry, contract } = entryOf(month, properties.FunctionName);
  const { count, seconds, traced } = callsOf(month, resource);
  const what = contract === undefined ? entry : `${entry} of ${contract}`;
  const gb = (numberAt(properties, 'MemorySize') || 128) / 1024;
  const temporary = Math.max(0, numberAt(properties, 'EphemeralStorage', 'Size') - INCLUDED_MB);
  const isTraced = traced && at(properties, 'TracingConfig', 'Mode') === 'Active';
  return [
    charge('lambda.request', count, what),
    charge('lambda.gbSecond', seconds * gb, what),
    charge('lambda.temporaryGbSecond', (seconds * temporary) / 1024, what),
    charge('xray.trace', isTraced ? sampled(count) : 0, what),
  ];
}

/** Lambda records the first call of each second and 5 % of the others; it cannot be told otherwise. */
export const sampled = (calls: number): number => {
  const first = Math.min(calls, SECONDS);
  return first + (calls - first) * 0.05;
};
