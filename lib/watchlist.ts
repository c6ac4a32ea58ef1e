import type * as sqs from 'aws-cdk-lib/aws-sqs';
import type { MachineName } from '../lambdas/shared/names';
import type { CompositeId } from './alarms/alarm';
import type { LambdaName } from './build/lambdas';

/** A function that runs, by its physical name. */
export interface WatchedFunction {
  readonly name: string;
  readonly entry: LambdaName;
}
/** A queue in which something waits for a person; it is empty when all is well. */
export interface WatchedQueue {
  /** Kebab-case, part of the alarm's name. */
  readonly id: string;
  readonly queue: sqs.IQueue;
  /** What has not happened because a message lies there, in one sentence. */
  readonly impact: string;
  /** The incident that it is a part of. */
  readonly tells: CompositeId;
  /** Section of the runbook, where the one of all queues does not fit. */
  readonly runbook?: string;
}

/**
 * What fails by itself and somebody must hear of. Constructs write themselves down when they are made, so that
 * monitoring, the last stack, cannot forget one.
 */
export class Watchlist {
  readonly functions: WatchedFunction[] = [];
  readonly queues: WatchedQueue[] = [];
  readonly machines: MachineName[] = [];
  /** Physical names of DynamoDB tables. */
  readonly tables: string[] = [];
}
