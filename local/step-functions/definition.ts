import type { Template } from './template';

/** A checked definition: everything in it is known, every expression is compiled. */
export interface Machine {
  readonly graph: Graph;
  readonly timeoutSeconds?: number;
}
export interface Graph {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | MapState
  | ParallelState
  | SucceedState
  | FailState;
export type StateType = State['type'];

interface Named {
  readonly name: string;
}
export type Assignments = readonly (readonly [string, Template])[];
interface Results {
  readonly output?: Template;
  readonly assign: Assignments;
}
interface Flow extends Named, Results {
  /** Absent at the end of its graph. */
  readonly next?: string;
}
export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds?: number;
  readonly jitter: boolean;
}
export interface Catcher extends Results {
  readonly errors: readonly string[];
  readonly next: string;
}
export interface Guarded {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface PassState extends Flow {
  readonly type: 'Pass';
}
export interface TaskState extends Flow, Guarded {
  readonly type: 'Task';
  /** ARN of a known integration. */
  readonly resource: string;
  readonly arguments?: Template;
  readonly timeoutSeconds?: Template;
}
export interface ChoiceRule extends Results {
  readonly condition: Template;
  readonly next: string;
}
export interface ChoiceState extends Named, Results {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceRule[];
  readonly fallback?: string;
}
export interface WaitState extends Flow {
  readonly type: 'Wait';
  readonly until: { readonly seconds: Template } | { readonly timestamp: Template };
}
export interface MapState extends Flow, Guarded {
  readonly type: 'Map';
  /** The state's input when absent. */
  readonly items?: Template;
  readonly itemSelector?: Template;
  readonly maxConcurrency: Template;
  readonly processor: Graph;
}
export interface ParallelState extends Flow, Guarded {
  readonly type: 'Parallel';
  readonly arguments?: Template;
  readonly branches: readonly Graph[];
}
export interface SucceedState extends Named {
  readonly type: 'Succeed';
  readonly output?: Template;
}
export interface FailState extends Named {
  readonly type: 'Fail';
  readonly error?: Template;
  readonly failure?: Template;
}
