import { PIPELINE_WORKGROUP, ANALYSTS_WORKGROUP } from '../../lambdas/shared/names';
import type { TemplateResource } from '../../lib/build/templates';
import { charge, type Line } from './line';
import { entryOf } from './calls';
import { HEALTH_SHARE } from './measured';
import { DAYS, GB, HOURS, TB, type Month } from './month';

/** `AWS::Athena::WorkGroup`: the pipeline's statements by model; people's as assumed. */
export function workgroupLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  if (properties.Name === PIPELINE_WORKGROUP) {
    return [
      ...month.cadences.map(({ model, bytesScanned }) =>
        charge('athena.scanned', bytesScanned / TB, model),
      ),
      charge('athena.scanned', healthBytes(month) / TB, 'hourly look at health'),
    ];
  }
  const people = properties.Name === ANALYSTS_WORKGROUP ? month.given.peopleGb : 0;
  return [charge('athena.scanned', (people * DAYS * GB) / TB, 'statements of people')];
}

/** Yesterday and what there is of today. */
const LOOKED_AT_DAYS = 1.5;
const LEAST_BYTES = 10 * 1024 * 1024;

function healthBytes(month: Month): number {
  const { given, resources } = month;
  const looks = resources.some(
    ({ type, properties }) =>
      type === 'AWS::Lambda::Function' &&
      entryOf(month, properties.FunctionName).entry === 'check-health',
  );
  const bytes = given.perDay * given.recordBytes * given.entropy * HEALTH_SHARE * LOOKED_AT_DAYS;
  return looks ? HOURS * Math.max(LEAST_BYTES, bytes) : 0;
}
