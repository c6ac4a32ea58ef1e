import type { TemplateResource } from '../../lib/build/templates';
import { charge, type Line } from './line';
import { DAYS, type Month } from './month';
import { numberAt } from './properties';

/** `AWS::Glue::Job`: a worker of G.1X is one unit; billed by the second, a minute at least. Runs are daily. */
export function jobLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const hours = (month.given.sparkMinutes * DAYS) / 60;
  const units = numberAt(properties, 'NumberOfWorkers');
  return [charge('glue.unitHour', units * hours, `Spark: ${units} workers`)];
}
