import { randomUUID } from 'node:crypto';
import { AwsError } from '../server/errors';
import type { WarehouseDatabase } from './database';
import type { StatementResult } from './result';

/** A call that ran one statement, or several in one transaction. */
export interface Execution {
  readonly id: string;
  readonly token: string;
  readonly statements: readonly string[];
  readonly isBatch: boolean;
  readonly database: string;
  readonly workgroup: string;
  readonly status: 'SUBMITTED' | 'STARTED' | 'FINISHED' | 'FAILED' | 'ABORTED';
  readonly error?: string;
  readonly results: readonly StatementResult[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}
export type Request = Pick<
  Execution,
  'token' | 'statements' | 'isBatch' | 'database' | 'workgroup'
>;

/** Executions that can be asked about; Redshift forgets after a day. */
const KEPT = 500;
/** An answer waits so long for short statements: whoever asks then learns the end at once. */
const PATIENCE_MS = 1000;
const CANCELLED = "ERROR: Query cancelled on user's request";

const keyOf = ({ workgroup, token }: Request): string => `${workgroup} ${token}`;
const hasEnded = ({ status }: Execution): boolean => status !== 'SUBMITTED' && status !== 'STARTED';

interface Running {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** What was asked of the warehouse since the start: a token that comes again starts nothing. */
export class Executions {
  private readonly byId = new Map<string, Execution>();
  private readonly ids = new Map<string, string>();
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly open: (workgroup: string) => WarehouseDatabase,
    private readonly now: () => number,
  ) {}

  /** Starts the statements, or finds the execution that the token has started. */
  async start(request: Request): Promise<Execution> {
    const started = this.ids.get(keyOf(request));
    if (started !== undefined) return this.find(started);
    const id = randomUUID();
    const at = this.now();
    const status = 'SUBMITTED';
    this.ids.set(keyOf(request), id);
    this.keep({ ...request, id, status, results: [], createdAt: at, updatedAt: at });
    const stop = new AbortController();
    const done = this.run(id, request, stop.signal).finally(() => this.running.delete(id));
    this.running.set(id, { stop, done });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((go) => (timer = setTimeout(go, PATIENCE_MS)));
    await Promise.race([done, late]);
    clearTimeout(timer);
    return this.find(id);
  }

  /** @throws AwsError ResourceNotFoundException */
  find(id: string): Execution {
    const found = this.byId.get(id);
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', `Query does not exist: ${id}`);
    }
    return found;
  }

  /** Stops what runs, and keeps what waits from running; what has ended stays as it ended. */
  cancel(id: string): boolean {
    const execution = this.find(id);
    if (hasEnded(execution)) return false;
    this.running.get(id)?.stop.abort();
    // What runs may have come to its commit: only its own end says which it was.
    if (execution.status === 'SUBMITTED') this.change(id, { status: 'ABORTED', error: CANCELLED });
    return true;
  }

  async settled(): Promise<void> {
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  private async run(id: string, request: Request, signal: AbortSignal): Promise<void> {
    const begun = (): void => this.change(id, { status: 'STARTED' });
    try {
      const database = this.open(request.workgroup);
      const results = await database.run(request.statements, { signal, begun });
      this.change(id, { status: 'FINISHED', results });
    } catch (error) {
      if (signal.aborted) this.change(id, { status: 'ABORTED', error: CANCELLED });
      else this.change(id, { status: 'FAILED', error: messageOf(error) });
    }
  }

  private change(id: string, changes: Partial<Execution>): void {
    const known = this.byId.get(id);
    if (known === undefined || hasEnded(known)) return;
    this.keep({ ...known, ...changes, updatedAt: this.now() });
  }

  private keep(execution: Execution): void {
    this.byId.set(execution.id, execution);
    if (this.byId.size <= KEPT) return;
    const oldest = [...this.byId.values()].find(hasEnded);
    if (oldest === undefined) return;
    this.byId.delete(oldest.id);
    this.ids.delete(keyOf(oldest));
  }
}

const NO_NUMBER = /^Conversion Error: Could not convert string '([^']*)' to INT32/;

/** In Redshift's words where somebody waits for them: a cast that fails says what it was given. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const cast = NO_NUMBER.exec(message);
  return cast ? `ERROR: invalid input syntax for integer: "${cast[1] ?? ''}"` : `ERROR: ${message}`;
}
