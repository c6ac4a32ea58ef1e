import { ArnFormat, Stack } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { allow } from '../allow';
import type { RoleProps } from './parts';

/** Starting runs and looking at them; a history holds references and no rows. */
export function allowRuns(role: iam.Role, { pipeline }: RoleProps): void {
  const { medallion, buildTable } = pipeline;
  allow(
    role,
    ['states:StartExecution', 'states:ListExecutions', 'states:DescribeStateMachine'],
    [medallion.stateMachineArn],
  );
  allow(
    role,
    ['states:DescribeExecution', 'states:GetExecutionHistory'],
    [medallion, buildTable].map((machine) => executionsOf(role, machine.stateMachineName)),
  );
}

/** Stopping a run, and taking up a failed one where it failed. */
export function allowControl(role: iam.Role, { pipeline }: RoleProps): void {
  allow(
    role,
    ['states:StopExecution', 'states:RedriveExecution'],
    [executionsOf(role, pipeline.medallion.stateMachineName)],
  );
}

const executionsOf = (role: iam.Role, machine: string): string =>
  Stack.of(role).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${machine}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
