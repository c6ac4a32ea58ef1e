import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { AwsError } from '../server/errors';
import { execute, StopRequest } from './execute';
import type { DeployedMachine } from './execute';
import type { World } from './frame';
import { History } from './history';
import type { Json } from './json';
import type { ExecutionRecord, ExecutionStore } from './store';

interface Running {
  readonly controller: AbortController;
  readonly done: Promise<ExecutionRecord>;
}
/** Starts, follows and stops executions, and remembers them. */
export class Executions {
  private readonly records: Map<string, ExecutionRecord>;
  private readonly running = new Map<string, Running>();

  constructor(
    private readonly store: ExecutionStore,
    private readonly world: () => World,
    private readonly log: (line: string) => void,
  ) {
    this.records = store.load();
    for (const record of this.records.values()) {
      if (record.status === 'RUNNING') this.abandon(record);
    }
  }

  /** Of one machine, newest first. */
  of(machineArn: string): readonly ExecutionRecord[] {
    return [...this.records.values()].filter((r) => r.machineArn === machineArn).reverse();
  }

  get(arn: string): ExecutionRecord | undefined {
    return this.records.get(arn);
  }

  /** The record at the end of an execution. */
  async finished(record: ExecutionRecord): Promise<ExecutionRecord> {
    return (await this.running.get(record.arn)?.done) ?? this.records.get(record.arn) ?? record;
  }

  /**
   * A second start with the same name and input while the first one runs is the first one.
   * @throws AwsError ExecutionAlreadyExists
   */
  start(deployed: DeployedMachine, input: Json, text: string, name?: string): ExecutionRecord {
    const chosen = name ?? randomUUID();
    const arn = `${deployed.arn.replace(':stateMachine:', ':execution:')}:${chosen}`;
    const existing = this.records.get(arn);
    if (existing !== undefined) {
      if (existing.status === 'RUNNING' && existing.input === text) return existing;
      throw new AwsError('ExecutionAlreadyExists', `execution already exists: "${arn}"`);
    }
    const record: ExecutionRecord = {
      arn,
      name: chosen,
      machineArn: deployed.arn,
      machineName: deployed.name,
      status: 'RUNNING',
      input: text,
      startedAt: this.world().now(),
    };
    this.write(record);
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    this.running.set(arn, { controller, done: this.run(deployed, record, input, controller) });
    return record;
  }

  async stop(record: ExecutionRecord, error?: string, cause?: string): Promise<ExecutionRecord> {
    const running = this.running.get(record.arn);
    running?.controller.abort(new StopRequest({ error, cause }));
    return this.finished(record);
  }

  /** Ends whatever runs as ABORTED. */
  async stopAll(): Promise<void> {
    const cause = 'the laptop runtime was stopped';
    const open = [...this.records.values()].filter(({ status }) => status === 'RUNNING');
    await Promise.all(open.map((record) => this.stop(record, undefined, cause)));
  }

  private async run(
    deployed: DeployedMachine,
    record: ExecutionRecord,
    input: Json,
    controller: AbortController,
  ): Promise<ExecutionRecord> {
    const world = this.world();
    const history = new History(
      (event) => this.store.append(record, event),
      () => world.now(),
    );
    const thread = history.thread();
    const ending = await execute({ deployed, record, input, controller, world, thread });
    if (ending.broke !== undefined) this.log(`step-functions: ${record.name}: ${ending.broke}`);
    const ended = { ...record, ...ending.details, stoppedAt: world.now() };
    this.running.delete(record.arn);
    this.write(ended);
    return ended;
  }

  private write(record: ExecutionRecord): void {
    this.records.set(record.arn, record);
    this.store.write(record);
  }

  /** The process that ran it is gone. */
  private abandon(record: ExecutionRecord): void {
    const cause = 'the laptop runtime ended while the execution ran';
    this.write({ ...record, status: 'ABORTED', cause, stoppedAt: Date.now() });
    const last = this.store.history(record).at(-1)?.id ?? 0;
    this.store.append(record, {
      id: last + 1,
      previousEventId: last,
      timestamp: Date.now() / 1000,
      type: 'ExecutionAborted',
      executionAbortedEventDetails: { cause },
    });
  }
}
