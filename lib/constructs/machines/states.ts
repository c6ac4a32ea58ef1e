/**
 * The part of the Amazon States Language that our machines use, as types. All expressions are JSONata.
 *
 * Machine: Comment, QueryLanguage, StartAt, TimeoutSeconds, States.
 * States: Task, Choice, Map (inline), Pass, Wait, Succeed, Fail.
 * Pass: Output, Next.
 * Task: Resource, Arguments, TimeoutSeconds, Retry, Catch, Output, Next, End.
 * Map: Items, ItemSelector, MaxConcurrency, ItemProcessor (ProcessorConfig.Mode INLINE), Catch, Output, Next, End.
 * Choice: Choices (Condition, Next), Default. Wait: Seconds, Next. Succeed: Output. Fail: Error, Cause.
 * Retry: ErrorEquals, IntervalSeconds, MaxAttempts, BackoffRate, MaxDelaySeconds, JitterStrategy.
 * Catch: ErrorEquals, Output, Next.
 * Reserved variables: $states.input, $states.result, $states.errorOutput, $states.context.
 * Integrations: lambda:invoke, athena:startQueryExecution.sync, glue:startJobRun.sync, states:startExecution.sync:2.
 */
export type Expression = `{% ${string} %}`;
export type Value =
  string | number | boolean | readonly Value[] | { readonly [name: string]: Value };

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy: 'FULL';
}
export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Output: Value;
  readonly Next: string;
}
type Flow = { readonly Next: string } | { readonly End: true };
interface Guarded {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export type TaskState = Flow &
  Guarded & {
    readonly Type: 'Task';
    readonly Comment?: string;
    readonly Resource: string;
    readonly Arguments: Value;
    readonly TimeoutSeconds: number;
    readonly Output: Value;
  };
export type MapState = Flow &
  Guarded & {
    readonly Type: 'Map';
    readonly Comment?: string;
    readonly Items: Expression;
    readonly ItemSelector?: Value;
    readonly MaxConcurrency: number | Expression;
    readonly ItemProcessor: Graph & { readonly ProcessorConfig: { readonly Mode: 'INLINE' } };
    readonly Output: Value;
  };
export interface ChoiceState {
  readonly Type: 'Choice';
  readonly Comment?: string;
  readonly Choices: readonly { readonly Condition: Expression; readonly Next: string }[];
  readonly Default: string;
}
export interface WaitState {
  readonly Type: 'Wait';
  readonly Comment?: string;
  readonly Seconds: number | Expression;
  readonly Next: string;
}
export interface PassState {
  readonly Type: 'Pass';
  readonly Comment?: string;
  readonly Output: Value;
  readonly Next: string;
}
export interface SucceedState {
  readonly Type: 'Succeed';
  readonly Comment?: string;
  readonly Output?: Value;
}
export interface FailState {
  readonly Type: 'Fail';
  readonly Comment?: string;
  readonly Error: string;
  readonly Cause: string;
}
export type State =
  TaskState | MapState | ChoiceState | PassState | WaitState | SucceedState | FailState;
export interface Graph {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}
export interface Machine extends Graph {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
  readonly TimeoutSeconds: number;
}
