import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as destinations from 'aws-cdk-lib/aws-lambda-destinations';
import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvName } from '../../lambdas/shared/env';
import { functionName, functionRoleName } from '../../lambdas/shared/names';
import type { LambdaName } from '../build/lambdas';
import type { Deployment } from '../deployment';
import { allow, allowKey } from './allow';
import { LakeLog } from './lake-log';
import { joinNetwork } from './perimeter';
import { allowTracing } from './tracing';

export interface LakeFunctionProps {
  readonly deployment: Deployment;
  /** Folder of the handler below `lambdas/`. */
  readonly entry: LambdaName;
  /** Tells functions of one entry apart, e.g. the contract of a stream. */
  readonly suffix?: string;
  readonly timeout: Duration;
  readonly memoryMb: number;
  readonly temporaryMb?: number;
  /**
   * Executions at once, set aside for it and not exceeded; a stream needs one per shard. `as-needed`: nobody knows
   * how many, so it shares what the account has left.
   */
  readonly atOnce?: number | 'as-needed';
  /**
   * Traced only when whoever calls it is: Lambda samples a call each second whatever it is told, which costs as
   * much as the stream of a function that is called every second.
   */
  readonly followsTraces?: boolean;
  readonly environment: Partial<Record<EnvName, string>>;
  /** Gives the role a name that policies of others can tell. */
  readonly namedRole?: boolean;
  /** Encrypts the log. */
  readonly key: kms.IKey;
  /** Why the function stays out of the network where there is one. */
  readonly outside?: string;
}

/** More than most functions need; those that need more say so. Forty of it fit into an account's 1,000. */
const AT_ONCE = 20;

/**
 * A Lambda of ours: arm64, Node.js 24, its own log group, and a role that holds what is written by
 * hand. CDK's grants do not reach the role: the function sees it without policy updates.
 */
export class LakeFunction extends lambda.Function {
  readonly handRole: iam.Role;

  constructor(scope: Construct, id: string, props: LakeFunctionProps) {
    const { deployment, entry, suffix, environment } = props;
    const { env, logRetentionDays, reserveConcurrency } = deployment.config;
    const network = props.outside === undefined ? deployment.network : undefined;
    const name = functionName(env, suffix ? `${entry}-${suffix}` : entry);
    const role = new iam.Role(scope, `${id}Role`, {
      roleName: props.namedRole ? functionRoleName(env, entry) : undefined,
      description: `execution role of ${name}`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    const log = new LakeLog(scope, `${id}Log`, {
      name: `/aws/lambda/${name}`,
      key: props.key,
      retentionDays: logRetentionDays,
    });
    super(scope, id, {
      functionName: name,
      code: deployment.codeOf(entry),
      handler: 'handler.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMb,
      ephemeralStorageSize: props.temporaryMb ? Size.mebibytes(props.temporaryMb) : undefined,
      reservedConcurrentExecutions:
        reserveConcurrency && props.atOnce !== 'as-needed' ? (props.atOnce ?? AT_ONCE) : undefined,
      environment: {
        SLUICE_ENV: env,
        BUCKET_OWNER: Stack.of(scope).account,
        ...environment,
      },
      role: role.withoutPolicyUpdates(),
      logGroup: log.group,
      tracing: props.followsTraces ? lambda.Tracing.PASS_THROUGH : lambda.Tracing.ACTIVE,
      ...(network && {
        vpc: network.vpc,
        vpcSubnets: { subnets: [...network.subnets] },
        securityGroups: [network.group],
      }),
    });
    if (network) this.node.addDependency(joinNetwork(role, deployment));
    deployment.watchlist.functions.push({ name, entry });
    this.handRole = role;
    allow(role, ['logs:CreateLogStream', 'logs:PutLogEvents'], [log.group.logGroupArn]);
    allowTracing(role);
  }

  /** Events that fail three times wait in the queue for someone to look at. */
  keepFailedEvents(queue: sqs.IQueue, key: kms.IKey): void {
    this.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new destinations.SqsDestination(queue),
    });
    allow(this.handRole, ['sqs:SendMessage'], [queue.queueArn]);
    allowKey(this.handRole, key, 'both', ['sqs']);
  }

  /** Makes `dependant` wait for the permissions too: some services try them out when they are made. */
  before(dependant: Construct): void {
    dependant.node.addDependency(this, this.handRole);
  }
}
