import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { machineName, type MachineName } from '../../lambdas/shared/names';
import type { Deployment } from '../deployment';
import { serviceOfThisAccount } from './allow';
import { LakeLog } from './lake-log';
import { allowTracingAndDelivery } from './tracing';

export interface LakeMachineProps {
  readonly deployment: Deployment;
  readonly name: MachineName;
  /** States language as data; may hold CDK tokens. */
  readonly definition: object;
  readonly key: kms.IKey;
}

/** A state machine whose definition is data and whose role is written by hand. */
export class LakeMachine extends Construct {
  readonly machine: sfn.StateMachine;
  readonly handRole: iam.Role;

  constructor(
    scope: Construct,
    id: string,
    { deployment, name, definition, key }: LakeMachineProps,
  ) {
    super(scope, id);
    const physicalName = machineName(deployment.config.env, name);
    const log = new LakeLog(this, 'Log', {
      // Step Functions needs this prefix, or its resource policies outgrow their limit.
      name: `/aws/vendedlogs/states/${physicalName}`,
      key,
      retentionDays: deployment.config.logRetentionDays,
    });
    this.handRole = new iam.Role(this, 'Role', {
      description: `runs ${physicalName}`,
      assumedBy: serviceOfThisAccount(
        Stack.of(this),
        'states.amazonaws.com',
        // By name: the machine itself refers to its role.
        Stack.of(this).formatArn({
          service: 'states',
          resource: 'stateMachine',
          resourceName: physicalName,
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ),
    });
    allowTracingAndDelivery(this.handRole);

    this.machine = new sfn.StateMachine(this, 'Machine', {
      stateMachineName: physicalName,
      stateMachineType: sfn.StateMachineType.STANDARD,
      definitionBody: sfn.DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      role: this.handRole.withoutPolicyUpdates(),
      tracingEnabled: true,
      // Payloads are small references, but an error may quote what a record holds.
      logs: { destination: log.group, level: sfn.LogLevel.ALL, includeExecutionData: false },
    });
    this.machine.node.addDependency(this.handRole);
    deployment.watchlist.machines.push(name);
  }
}
