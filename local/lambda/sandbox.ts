import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { isObject } from '../server/json';
import type { FunctionSettings } from './function';

/** What an invocation came to; `text` is JSON: the handler's answer, or its error. */
export interface Outcome {
  readonly ok: boolean;
  readonly text: string;
}

interface Pending {
  readonly id: number;
  readonly settle: (outcome: Outcome) => void;
  readonly timer: NodeJS.Timeout;
}

/** One execution environment: a worker thread that handles one event at a time, as Lambda's do. */
export class Sandbox {
  private readonly worker: Worker;
  private pending: Pending | undefined;
  private invocations = 0;
  /** A worker that died or timed out is not used again. */
  isAlive = true;
  /** Set by the pool, from choosing this environment to its answer. */
  isTaken = false;
  lastUsed = Date.now();

  constructor(
    private readonly settings: FunctionSettings,
    env: NodeJS.ProcessEnv,
    onOutput: (text: string) => void,
  ) {
    const { name, arn, folder, handler, memoryMb } = settings;
    this.worker = new Worker(new URL('./worker.mjs', import.meta.url), {
      env,
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      workerData: { folder, handler, context: contextOf(name, arn, memoryMb) },
    });
    for (const output of [this.worker.stdout, this.worker.stderr]) {
      output.setEncoding('utf8').on('data', onOutput);
    }
    this.worker.on('message', (message: unknown) => this.answered(message));
    this.worker.on('error', (error) => this.died(error));
    this.worker.on('exit', (code) => this.died(new Error(`exit status ${code}`)));
    this.worker.unref();
  }

  invoke(payload: string): Promise<Outcome> {
    const id = (this.invocations += 1);
    const { timeoutMs } = this.settings;
    const requestId = randomUUID();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.timedOut(requestId), timeoutMs);
      this.pending = { id, settle: resolve, timer };
      this.lastUsed = Date.now();
      this.worker.postMessage({ id, payload, requestId, deadline: Date.now() + timeoutMs });
    });
  }

  async stop(): Promise<void> {
    this.isAlive = false;
    await this.worker.terminate();
  }

  private answered(message: unknown): void {
    if (!isObject(message) || message.id !== this.pending?.id) return;
    this.settle({ ok: message.ok === true, text: String(message.text) });
  }

  private timedOut(requestId: string): void {
    const seconds = (this.settings.timeoutMs / 1000).toFixed(2);
    const message = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
    this.settle(failure('Sandbox.Timedout', message));
    // An endless loop does not hear messages: the thread is ended from outside.
    void this.stop();
  }

  private died(error: Error): void {
    this.isAlive = false;
    const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const type = isMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
    this.settle(failure(type, `Error: Runtime exited with error: ${error.message}`));
  }

  private settle(outcome: Outcome): void {
    const { pending } = this;
    this.pending = undefined;
    this.lastUsed = Date.now();
    if (!pending) return;
    clearTimeout(pending.timer);
    pending.settle(outcome);
  }
}

const contextOf = (name: string, arn: string, memoryMb: number) => ({
  functionName: name,
  functionVersion: '$LATEST',
  invokedFunctionArn: arn,
  memoryLimitInMB: String(memoryMb),
  logGroupName: `/aws/lambda/${name}`,
  logStreamName: 'laptop',
  callbackWaitsForEmptyEventLoop: false,
});

export const failure = (errorType: string, errorMessage: string): Outcome => ({
  ok: false,
  text: JSON.stringify({ errorType, errorMessage, trace: [] }),
});
