import type { Assignments, Graph } from './definition';
import type { Thread } from './history';
import type { Integration } from './integration';
import type { Json, JsonObject } from './json';
import type { Bindings } from './jsonata';
import type { Scope } from './scope';
import { withinLimit } from './scope';
import { evaluateTemplate } from './template';
import type { Template } from './template';

/** What the interpreter needs of the world. */
export interface World {
  readonly tasks: ReadonlyMap<string, Integration>;
  readonly region: string;
  now(): number;
  /** 0 ≤ x < 1, for jitter. */
  random(): number;
  /** @throws the signal's reason when it is aborted */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Runs the work with a machine's own permissions. */
  withRole?<T>(roleArn: string, work: () => T): T;
}

/** One graph at work: the machine itself, an iteration of a Map, or a branch. */
export interface Frame {
  readonly world: World;
  readonly graph: Graph;
  readonly scope: Scope;
  readonly signal: AbortSignal;
  readonly thread: Thread;
  /** `$states.context` without the state. */
  readonly context: JsonObject;
}

/** One state at work. */
export class Visit {
  private retryCount = 0;
  private readonly enteredAt: string;

  constructor(
    readonly frame: Frame,
    readonly name: string,
    readonly input: Json,
  ) {
    this.enteredAt = new Date(frame.world.now()).toISOString();
  }

  retried(): void {
    this.retryCount += 1;
  }

  context(): JsonObject {
    const state = { EnteredTime: this.enteredAt, Name: this.name, RetryCount: this.retryCount };
    return { ...this.frame.context, State: state };
  }

  async evaluate(template: Template, more: JsonObject = {}): Promise<Json> {
    const states = { input: this.input, context: this.context(), ...more };
    const bindings: Bindings = { ...this.frame.scope.all(), states };
    return evaluateTemplate(template, bindings);
  }

  /** The state's output; its assignments take effect together, once all of them are evaluated. */
  async finish(
    results: { readonly output?: Template; readonly assign: Assignments },
    otherwise: Json,
    more: JsonObject = {},
  ): Promise<Json> {
    const output = results.output ? await this.evaluate(results.output, more) : otherwise;
    const values = results.assign.map(
      async ([name, template]) => [name, await this.evaluate(template, more)] as const,
    );
    for (const [name, value] of await Promise.all(values)) this.frame.scope.set(name, value);
    return withinLimit(output, `the output of ${this.name}`);
  }
}
