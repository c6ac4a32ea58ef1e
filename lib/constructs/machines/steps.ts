import type { Catcher, Retrier, TaskState, Value } from './states';

/** `arn:aws:…` of an integration; the partition literal is Step Functions' own, in every partition. */
const INTEGRATION = 'arn:aws:states:::';
export const LAMBDA_INVOKE = `${INTEGRATION}lambda:invoke`;
export const ATHENA_QUERY = `${INTEGRATION}athena:startQueryExecution.sync`;
export const GLUE_JOB = `${INTEGRATION}glue:startJobRun.sync`;
export const CHILD_EXECUTION = `${INTEGRATION}states:startExecution.sync:2`;

/** Waits of 2 s, 4 s, … up to a minute, each drawn at random below: runs that start together spread. */
const retry = (errors: readonly string[], attempts: number): Retrier => ({
  ErrorEquals: errors,
  IntervalSeconds: 2,
  MaxAttempts: attempts,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
});

/** Faults of the Lambda service, and throttles of what a function calls; the steps may be repeated. */
const LAMBDA_RETRY = retry(
  [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.TooManyRequestsException',
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TooManyRequestsException',
    'SlowDown',
    'CatalogEntriesError',
  ],
  6,
);

/** Athena refused to start the statement: nothing ran, so the same token may be sent again. */
const ATHENA_RETRY = retry(
  [
    'Athena.TooManyRequestsException',
    'Athena.ThrottlingException',
    'Athena.InternalServerException',
  ],
  8,
);

/** Nothing runs yet, so that it may be asked again. */
const JOB_RETRY = retry(
  [
    'Glue.ConcurrentRunsExceededException',
    'Glue.ThrottlingException',
    'Glue.InternalServiceException',
  ],
  8,
);

/** Step Functions adds `Exception` to a name of its API that lacks it; its own manual shows the short one. */
const CHILD_RETRY = retry(
  [
    'StepFunctions.ThrottlingException',
    'StepFunctions.ExecutionLimitExceededException',
    'StepFunctions.ExecutionLimitExceeded',
  ],
  8,
);

interface Step {
  readonly comment: string;
  readonly timeoutSeconds: number;
  readonly output: Value;
  readonly catch: readonly Catcher[];
  readonly next: string;
}

export const catchAll = (next: string, output: Value): readonly Catcher[] => [
  { ErrorEquals: ['States.ALL'], Output: output, Next: next },
];

const task = (resource: string, args: Value, step: Step, retrier: Retrier): TaskState => ({
  Type: 'Task',
  Comment: step.comment,
  Resource: resource,
  Arguments: args,
  TimeoutSeconds: step.timeoutSeconds,
  Retry: [retrier],
  Catch: step.catch,
  Output: step.output,
  Next: step.next,
});

export const invoke = (functionArn: string, payload: Value, step: Step): TaskState =>
  task(LAMBDA_INVOKE, { FunctionName: functionArn, Payload: payload }, step, LAMBDA_RETRY);

export const query = (args: Value, step: Step): TaskState =>
  task(ATHENA_QUERY, args, step, ATHENA_RETRY);

export const runJob = (args: Value, step: Step): TaskState => task(GLUE_JOB, args, step, JOB_RETRY);

export const runChild = (machineArn: string, input: Value, step: Step): TaskState =>
  task(CHILD_EXECUTION, { StateMachineArn: machineArn, Input: input }, step, CHILD_RETRY);
