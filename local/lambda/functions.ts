import { asPrincipal, note } from '../access/caller';
import type { Calls } from '../access/calls';
import { AwsError } from '../server/errors';
import { isObject, type Json } from '../server/json';
import type { InvokeResult } from '../server/service';
import { environmentOf, type Surroundings } from './environment';
import type { FunctionSettings } from './function';
import type { LogFiles } from './logs';
import { Pool } from './pool';
import type { Outcome } from './sandbox';

const TRIM_EVERY_MS = 10_000;

/** All functions of the template. Nothing runs until the first invocation. */
export class Functions {
  private readonly pools = new Map<string, Pool>();
  private readonly trimmer: NodeJS.Timeout;
  private readonly settings: ReadonlyMap<string, FunctionSettings>;

  constructor(
    settings: readonly FunctionSettings[],
    surroundings: () => Surroundings,
    logs: LogFiles,
    private readonly calls?: Calls,
  ) {
    this.settings = new Map(settings.map((one) => [one.name, one]));
    for (const one of settings) {
      const output = (text: string): void => logs.append(one.name, text);
      const environment = (): NodeJS.ProcessEnv => environmentOf(one, surroundings());
      this.pools.set(one.name, new Pool(one, environment, output));
    }
    this.trimmer = setInterval(() => void this.trim(), TRIM_EVERY_MS);
    this.trimmer.unref();
  }

  /** @throws AwsError ResourceNotFoundException */
  async invoke(nameOrArn: string, payload: Json): Promise<InvokeResult> {
    const { ok, text } = await this.invokeText(nameOrArn, JSON.stringify(payload));
    const parsed: unknown = JSON.parse(text);
    const answer = isJson(parsed) ? parsed : null;
    return ok ? { payload: answer } : { payload: answer, functionError: 'Unhandled' };
  }

  /** The same without parsing, for large batches. */
  async invokeText(nameOrArn: string, payload: string): Promise<Outcome> {
    const pool = this.require(nameOrArn);
    this.noteLogs(nameOf(nameOrArn));
    return pool.invoke(payload);
  }

  /** @throws AwsError ResourceNotFoundException */
  require(nameOrArn: string): Pool {
    const pool = this.pools.get(nameOf(nameOrArn));
    if (!pool) {
      throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`, 404);
    }
    return pool;
  }

  /** ARN of the function's role; empty when the template gives none. */
  roleOf(nameOrArn: string): string {
    return this.settings.get(nameOf(nameOrArn))?.roleArn ?? '';
  }

  /** Lambda writes a function's log with the function's permissions. */
  private noteLogs(name: string): void {
    const place = this.settings.get(name)?.arn.split(':').slice(3, 5).join(':') ?? '';
    const stream = `arn:aws:logs:${place}:log-group:/aws/lambda/${name}:log-stream:0`;
    asPrincipal(this.calls, this.roleOf(name), () => {
      note('logs:CreateLogStream', stream);
      note('logs:PutLogEvents', stream);
    });
  }

  async stop(): Promise<void> {
    clearInterval(this.trimmer);
    await Promise.all([...this.pools.values()].map((pool) => pool.stop()));
  }

  private async trim(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.trim(Date.now())));
  }
}

/** `name`, `name:qualifier`, and the same as the end of an ARN. */
const nameOf = (nameOrArn: string): string =>
  (/^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn).split(
    ':',
  )[0] ?? nameOrArn;

const isJson = (value: unknown): value is Json =>
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  Array.isArray(value) ||
  isObject(value);
