import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Place } from '../lambdas/shared/names';
import type { LambdaName } from './build/lambdas';
import type { Config } from './config';
import type { Watchlist } from './watchlist';

/** What every stack and construct needs to know about the environment it is made for. */
export interface Deployment {
  readonly config: Config;
  /** Account and region are CDK tokens: the template fits any account. */
  readonly place: Place;
  /** The bundle of a Lambda, or a stub in unit tests. */
  readonly codeOf: (name: LambdaName) => Code;
  /** What monitoring has to watch. */
  readonly watchlist: Watchlist;
  /** Where functions run; Lambda's own network without it. */
  readonly network?: FunctionNetwork;
}

export interface FunctionNetwork {
  readonly vpc: ec2.IVpc;
  readonly subnets: readonly ec2.ISubnet[];
  readonly group: ec2.ISecurityGroup;
}
