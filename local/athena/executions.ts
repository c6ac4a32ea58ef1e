import { join } from 'node:path';
import { openLog } from '../glue/log';
import type { ChangeLog } from '../glue/log';
import type { JsonObject } from '../server/json';

export type ExecutionState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** One execution as it is kept. Instants are epoch milliseconds. */
export interface Execution {
  readonly id: string;
  readonly token: string;
  /** Names everything that the call said besides the token. */
  readonly request: string;
  readonly sql: string;
  readonly database?: string;
  readonly parameters: readonly string[];
  readonly workgroup: string;
  /** `s3://…/` that results go below. */
  readonly place: string;
  readonly state: ExecutionState;
  readonly reason?: string;
  readonly kind?: 'query' | 'ctas' | 'utility';
  readonly submittedAt: number;
  readonly startedAt?: number;
  readonly completedAt?: number;
  readonly bytesScanned?: number;
  readonly rowsWritten?: number;
  readonly manifest?: string;
}

/** Executions kept over restarts; older ones are forgotten, as Athena forgets after 45 days. */
const KEPT = 5_000;

export interface Executions {
  get(id: string): Execution | undefined;
  byToken(workgroup: string, token: string): Execution | undefined;
  put(execution: Execution): void;
  /** Newest first. */
  ids(workgroup: string): readonly string[];
}

/** Kept in `<dataDir>/athena/executions.ndjson`. Those that ran when the runtime ended have failed. */
export function openExecutions(dataDir: string, now: () => number): Executions {
  const log = openLog(join(dataDir, 'athena', 'executions.ndjson'));
  const executions = new Map<string, Execution>();
  const tokens = new Map<string, string>();
  const keep = (execution: Execution): void => {
    executions.set(execution.id, execution);
    tokens.set(`${execution.workgroup} ${execution.token}`, execution.id);
  };
  for (const line of log.read()) keep(line as unknown as Execution);
  for (const execution of executions.values()) {
    if (execution.completedAt === undefined) keep(interrupted(execution, now()));
  }
  compact(log, executions);
  return {
    get: (id) => executions.get(id),
    byToken: (workgroup, token) => executions.get(tokens.get(`${workgroup} ${token}`) ?? ''),
    put: (execution) => {
      keep(execution);
      log.append({ ...execution });
    },
    ids: (workgroup) =>
      [...executions.values()]
        .filter((execution) => execution.workgroup === workgroup)
        .map(({ id }) => id)
        .reverse(),
  };
}

const interrupted = (execution: Execution, at: number): Execution => ({
  ...execution,
  state: 'FAILED',
  reason: 'INTERNAL_ERROR: the runtime ended while the query ran',
  completedAt: at,
});

function compact(log: ChangeLog, executions: Map<string, Execution>): void {
  const drop = [...executions.keys()].slice(0, Math.max(0, executions.size - KEPT));
  for (const id of drop) executions.delete(id);
  log.replace([...executions.values()].map((execution): JsonObject => ({ ...execution })));
}
