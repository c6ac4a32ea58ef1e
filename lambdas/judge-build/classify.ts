export type FailureKind = 'throttle' | 'retryable' | 'hopeless';
export interface Failure {
  readonly kind: FailureKind;
  /** As the engine or the step said it: may quote data. */
  readonly message: string;
}
export interface CaughtError {
  /** `Error` of the caught error. */
  readonly error: string;
  /** `Cause`: a query execution or a Lambda's error as JSON, or text. */
  readonly cause: string;
  readonly stage: string;
}

const THROTTLED =
  /TooManyRequests|Throttl|SlowDown|Slow Down|reduce your request rate|Rate exceeded|RESOURCE_LIMIT|concurrency limit/i;
/** The engine was unlucky: the same statement may succeed. */
const UNLUCKY =
  /GENERIC_INTERNAL_ERROR|INTERNAL_ERROR|exhausted resources|EXCEEDED_(?:LOCAL_|GLOBAL_)?MEMORY|HIVE_PATH_ALREADY_EXISTS|HIVE_CURSOR_ERROR|HIVE_CANNOT_OPEN_SPLIT|HIVE_FILESYSTEM_ERROR|HIVE_WRITER|EXCEEDED_TIME_LIMIT|timed? ?out|NO_NODES_AVAILABLE|CLUSTER_OUT_OF_MEMORY|Service(?:Unavailable| is unavailable)/i;
/** Syntax, names, types, permissions, limits of the statement itself, and what the data makes of it. */
const HOPELESS =
  /SYNTAX_ERROR|_NOT_FOUND|_MISMATCH|AMBIGUOUS_|MISSING_|DUPLICATE_|INVALID_|NOT_SUPPORTED|PERMISSION|Access ?Denied|not authorized|Insufficient permissions|DIVISION_BY_ZERO|OUT_OF_RANGE|EXPRESSION_|SUBQUERY_|HIVE_TOO_MANY_OPEN|HIVE_BAD_DATA|Bytes scanned limit|line \d+:\d+:/i;
const STATEMENTS = ['job', 'shown', 'ctas', 'audit'];

/**
 * What kind of failure ended a step. A statement that fits no pattern may be tried again: three
 * attempts cost little, a lost run more. Faults of our own steps do not mend by building again.
 */
export function classifyFailure(caught: CaughtError): Failure {
  const { message, isRetryable } = messageOf(caught);
  return { kind: kindOf(caught, message, isRetryable), message };
}

function kindOf(
  { error, stage }: CaughtError,
  message: string,
  isRetryable: boolean | undefined,
): FailureKind {
  if (!STATEMENTS.includes(stage)) return 'hopeless';
  const text = `${error} ${message}`;
  if (THROTTLED.test(text)) return 'throttle';
  if (UNLUCKY.test(text) || error === 'States.Timeout') return 'retryable';
  if (HOPELESS.test(text)) return 'hopeless';
  return isRetryable === false ? 'hopeless' : 'retryable';
}

interface Message {
  readonly message: string;
  readonly isRetryable?: boolean;
}

function messageOf({ error, cause }: CaughtError): Message {
  const parsed = recordOf(tryParse(cause));
  const status = recordOf(recordOf(parsed?.QueryExecution ?? parsed)?.Status);
  const reason = textOf(status?.StateChangeReason);
  if (reason !== undefined) {
    const retryable = recordOf(status?.AthenaError)?.Retryable;
    return {
      message: reason,
      ...(typeof retryable === 'boolean' && { isRetryable: retryable }),
    };
  }
  const job = textOf(parsed?.ErrorMessage);
  if (job !== undefined) return { message: job };
  const lambda = textOf(parsed?.errorMessage);
  if (lambda !== undefined) return { message: `${textOf(parsed?.errorType) ?? error}: ${lambda}` };
  return { message: reasonIn(cause) ?? `${error}: ${cause}` };
}

/** Step Functions cuts long causes, which leaves no JSON. */
const reasonIn = (cause: string): string | undefined =>
  /"StateChangeReason"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(cause)?.[1];

function tryParse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined; // plain text is a cause too
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? { ...value } : undefined;
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
