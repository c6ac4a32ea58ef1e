import type { FunctionSettings } from './function';
import { failure, type Outcome, Sandbox } from './sandbox';

/** Concurrent environments of one function: two use both cores of a small laptop. */
const MAX_SANDBOXES = 2;
/** Unused environments are ended, so that memory follows what runs now. */
const IDLE_MS = 30_000;
/** Lambda's limit for a synchronous request and for its answer. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** The environments of one function: started when needed, replaced when they die. */
export class Pool {
  private sandboxes: Sandbox[] = [];
  private readonly waiting: (() => void)[] = [];
  private isStopped = false;

  constructor(
    private readonly settings: FunctionSettings,
    private readonly environment: () => NodeJS.ProcessEnv,
    private readonly onOutput: (text: string) => void,
  ) {}

  /** Never throws: every fault is an outcome. */
  async invoke(payload: string): Promise<Outcome> {
    if (payload.length > MAX_PAYLOAD_BYTES) {
      return failure('RequestTooLargeException', `${payload.length} byte payload is too large`);
    }
    const sandbox = await this.take();
    if (!sandbox) return failure('Runtime.ExitError', 'the laptop runtime is stopping');
    const started = performance.now();
    const outcome = await sandbox.invoke(payload);
    const took = (performance.now() - started).toFixed(1);
    this.onOutput(
      `REPORT ${this.settings.name} duration ${took} ms${outcome.ok ? '' : ` FAILED ${outcome.text}`}\n`,
    );
    sandbox.isTaken = false;
    this.waiting.shift()?.();
    if (outcome.ok && outcome.text.length > MAX_PAYLOAD_BYTES) {
      const size = `${outcome.text.length} bytes`;
      return failure(
        'Function.ResponseSizeTooLarge',
        `Response payload size exceeded maximum allowed payload size (6291556 bytes): ${size}`,
      );
    }
    return outcome;
  }

  /** Ends environments that nobody has used for a while. */
  async trim(now: number): Promise<void> {
    const idle = this.sandboxes.filter((one) => !one.isTaken && now - one.lastUsed > IDLE_MS);
    this.sandboxes = this.sandboxes.filter((one) => !idle.includes(one));
    await Promise.all(idle.map((one) => one.stop()));
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await Promise.all(this.sandboxes.map((one) => one.stop()));
    for (const go of this.waiting.splice(0)) go();
  }

  /** Choosing and taking are one step: two callers must not get the same environment. */
  private async take(): Promise<Sandbox | undefined> {
    for (;;) {
      if (this.isStopped) return undefined;
      this.sandboxes = this.sandboxes.filter((one) => one.isAlive);
      const sandbox = this.sandboxes.find((one) => !one.isTaken) ?? this.start();
      if (sandbox) {
        sandbox.isTaken = true;
        return sandbox;
      }
      await new Promise<void>((go) => this.waiting.push(go));
    }
  }

  private start(): Sandbox | undefined {
    if (this.sandboxes.length >= MAX_SANDBOXES) return undefined;
    const sandbox = new Sandbox(this.settings, this.environment(), this.onOutput);
    this.sandboxes.push(sandbox);
    return sandbox;
  }
}
