import { randomUUID } from 'node:crypto';
import { AwsError } from '../server/errors';
import type { WarehouseDatabase } from './database';
import type { StatementResult } from './result';

/** A call that ran one statement, or several in one transaction. */
export interface Execution {
  readonly id: string;
  readonly statements: readonly string[];
  readonly isBatch: boolean;
  readonly database: string;
  readonly workgroup: string;
  readonly status: 'STARTED' | 'FINISHED' | 'FAILED';
  readonly error?: string;
  readonly results: readonly StatementResult[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}
export type Request = Pick<Execution, 'statements' | 'isBatch' | 'database' | 'workgroup'> & {
  readonly token: string;
};

/** Executions that can be asked about; Redshift forgets after a day. */
const KEPT = 500;
/** An answer waits so long for short statements: whoever asks then learns the end at once. */
const PATIENCE_MS = 1000;

/** What was asked of the warehouse since the start: a token that comes again starts nothing. */
export class Executions {
  private readonly byId = new Map<string, Execution>();
  private readonly ids = new Map<string, string>();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly open: (workgroup: string) => WarehouseDatabase,
    private readonly now: () => number,
  ) {}

  /** Starts the statements, or finds the execution that the token has started. */
  async start({ token, ...request }: Request): Promise<Execution> {
    const key = `${request.workgroup} ${token}`;
    const started = this.ids.get(key);
    if (started !== undefined) return this.find(started);
    const id = randomUUID();
    const at = this.now();
    this.ids.set(key, id);
    this.keep({ ...request, id, status: 'STARTED', results: [], createdAt: at, updatedAt: at });
    const run = this.run(id).finally(() => this.running.delete(run));
    this.running.add(run);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((go) => (timer = setTimeout(go, PATIENCE_MS)));
    await Promise.race([run, late]);
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

  /** Stops what runs; what has ended stays as it ended. */
  async cancel(id: string): Promise<boolean> {
    const { status, workgroup } = this.find(id);
    if (status !== 'STARTED') return false;
    await this.open(workgroup).interrupt();
    return true;
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  private async run(id: string): Promise<void> {
    const { statements, workgroup } = this.find(id);
    try {
      const results = await this.open(workgroup).run(statements);
      this.keep({ ...this.find(id), status: 'FINISHED', results, updatedAt: this.now() });
    } catch (error) {
      const message = messageOf(error);
      this.keep({ ...this.find(id), status: 'FAILED', error: message, updatedAt: this.now() });
    }
  }

  private keep(execution: Execution): void {
    this.byId.set(execution.id, execution);
    const [oldest] = this.byId.keys();
    if (this.byId.size > KEPT && oldest !== undefined) this.byId.delete(oldest);
  }
}

const NO_NUMBER = /^Conversion Error: Could not convert string '([^']*)' to INT32/;

/** In Redshift's words where somebody waits for them: a cast that fails says what it was given. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const cast = NO_NUMBER.exec(message);
  return cast ? `ERROR: invalid input syntax for integer: "${cast[1] ?? ''}"` : `ERROR: ${message}`;
}
