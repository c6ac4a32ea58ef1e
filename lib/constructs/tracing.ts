import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';

// X-Ray and log delivery know no resources: `*` is the only way to allow these.
const TRACES = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];
const SAMPLING = ['xray:GetSamplingRules', 'xray:GetSamplingTargets'];
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/** Functions send traces; their log streams are allowed by name, in their own policies. */
export const allowTracing = (role: iam.Role): void => lend(role, 'Tracing', TRACES);

/** State machines send traces and have their log group set up for delivery. */
export const allowTracingAndDelivery = (role: iam.Role): void =>
  lend(role, 'MachineTracing', [...TRACES, ...SAMPLING, ...LOG_DELIVERY]);

/**
 * A policy shared by the roles of a stack. Kept apart from the roles' own, so that what is said of its `*`
 * says nothing of another `*` there.
 */
function lend(role: iam.Role, id: string, actions: string[]): void {
  const stack = Stack.of(role);
  const known = stack.node.tryFindChild(id);
  const policy =
    known instanceof iam.ManagedPolicy
      ? known
      : new iam.ManagedPolicy(stack, id, {
          statements: [new iam.PolicyStatement({ actions, resources: ['*'] })],
        });
  policy.attachToRole(role);
}
