import { PIPELINE_WORKGROUP, ANALYSTS_WORKGROUP } from '../../lambdas/shared/names';
import type { TemplateResource } from '../../lib/build/templates';
import { charge, type Line } from './line';
import { DAYS, GB, TB, type Month } from './month';

/** `AWS::Athena::WorkGroup`: the pipeline's statements by model; people's as assumed. */
export function workgroupLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  if (properties.Name === PIPELINE_WORKGROUP) {
    return month.cadences.map(({ model, bytesScanned }) =>
      charge('athena.scanned', bytesScanned / TB, model),
    );
  }
  const people = properties.Name === ANALYSTS_WORKGROUP ? month.given.peopleGb : 0;
  return [charge('athena.scanned', (people * DAYS * GB) / TB, 'statements of people')];
}
