import type { Calls } from '../access/calls';
import type { Resources } from '../assembly/resources';
import type { ObjectStore } from '../s3/store';
import type { Json, JsonObject } from './json';

/**
 * One call of a JSON-protocol service. Answers with what becomes the response body (instants as epoch seconds).
 * @throws AwsError for every fault that a client should see; anything else becomes InternalFailure
 */
export type Operation = (input: JsonObject) => Promise<object> | object;

export interface Service {
  /** Key in `RuntimeContext.services`: athena, glue, step-functions, kinesis, kms. */
  readonly name: string;
  /** What stands before the dot in `X-Amz-Target`, e.g. `AmazonAthena`. */
  readonly target: string;
  /** The calls that are served; any other is refused by name. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** Runs before the port opens, in the order of registration; may call services registered before. */
  start?(): Promise<void>;
  /** Runs after the port is closed, in reverse order. */
  stop?(): Promise<void>;
}

export type ServiceFactory = (ctx: RuntimeContext) => Service;

export interface InvokeResult {
  /** What the handler returned, or `{errorType, errorMessage, trace}` when `functionError` is set. */
  readonly payload: Json;
  readonly functionError?: 'Unhandled';
}

/** What the runtime gives to every service. */
export interface RuntimeContext {
  readonly region: string;
  readonly account: string;
  /** Absolute. A service keeps its state in `<dataDir>/<service name>/`, written atomically. */
  readonly dataDir: string;
  /** `http://127.0.0.1:<port>`; known from the moment the port is open. */
  endpoint(): string;
  readonly resources: Resources;
  readonly objects: ObjectStore;
  /** All services by name, for integrations that call one another without HTTP. */
  readonly services: ReadonlyMap<string, Service>;
  /**
   * Invokes a function and waits for its answer. Faults of the handler are in the result.
   * @throws AwsError ResourceNotFoundException when the assembly has no such function
   */
  invoke(functionNameOrArn: string, payload: Json): Promise<InvokeResult>;
  /**
   * Delivers everything that was put before: stream consumers and Firehose have caught up, and the events of the
   * objects they wrote have been handled. The runtime calls it before every StartExecution that comes over HTTP.
   */
  flush(): Promise<void>;
  /** What is called with whose permissions; nothing is kept without it. */
  readonly calls?: Calls;
  /** One line in the runtime's log; never a value of a record. */
  log(line: string): void;
}
