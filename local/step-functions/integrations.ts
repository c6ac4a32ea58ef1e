import type { RuntimeContext } from '../server/service';
import { athenaQuery } from './integration-athena';
import { childExecution } from './integration-child';
import type { StartChild } from './integration-child';
import { lambdaInvoke } from './integration-lambda';
import type { Integration } from './integration';

/** ARN → integration. A definition with any other is refused by name. */
export function integrations(
  ctx: RuntimeContext,
  startChild: StartChild,
): ReadonlyMap<string, Integration> {
  return new Map([
    ['arn:aws:states:::lambda:invoke', lambdaInvoke(ctx)],
    ['arn:aws:states:::athena:startQueryExecution.sync', athenaQuery(ctx)],
    ['arn:aws:states:::states:startExecution.sync:2', childExecution(startChild)],
  ]);
}
