import type { JsonObject } from './json';
import type { ExecutionRecord } from './store';

const INCLUDED = { included: true };

/** The answer of DescribeExecution; instants in seconds. */
export function describe(record: ExecutionRecord): JsonObject {
  const { output, error, cause } = record;
  return {
    ...summary(record),
    input: record.input,
    inputDetails: INCLUDED,
    ...(output === undefined ? {} : { output, outputDetails: INCLUDED }),
    error,
    cause,
    redriveStatus: 'NOT_REDRIVABLE',
    redriveStatusReason: 'the laptop runtime does not redrive executions',
  };
}

/** One entry of ListExecutions. */
export const summary = (record: ExecutionRecord): JsonObject => ({
  executionArn: record.arn,
  stateMachineArn: record.machineArn,
  name: record.name,
  status: record.status,
  startDate: record.startedAt / 1000,
  stopDate: record.stoppedAt === undefined ? undefined : record.stoppedAt / 1000,
  redriveCount: 0,
});
