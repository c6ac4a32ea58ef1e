import type { TemplateResource } from '../../lib/build/templates';
import { hasManagedPassword } from './keys';
import { charge, type Line } from './line';
import { DAYS, type Month } from './month';
import { numberAt } from './properties';

/** `AWS::RedshiftServerless::Workgroup`: billed while it works, a minute at least. */
export function warehouseLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  const hours = (month.given.warehouseMinutes * DAYS) / 60;
  const units = numberAt(properties, 'BaseCapacity');
  return [charge('redshift.unitHour', units * hours, `warehouse: ${units} units`)];
}

/** `AWS::RedshiftServerless::Namespace`: what it stores is gold. */
export function namespaceLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  return [
    charge('redshift.stored', month.grownGb('gold') * month.given.months, 'warehouse: gold'),
    charge('secrets.secret', hasManagedPassword(properties) ? 1 : 0, 'password of the warehouse'),
  ];
}
