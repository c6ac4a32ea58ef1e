import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Resources } from '../assembly/resources';
import { isObject } from '../server/json';
import { writeState } from '../server/state-file';
import type { Context } from './caller';
import { generalArn, generalItem, generalKey } from './general';
import { keyUses } from './keys';

/** One kind of call: who did what to what, under which conditions. */
export interface Call {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

const FLUSH_MS = 5_000;
/** Calls told apart before they are generalised: a bound on memory, and then the work is repeated. */
const MAX_SEEN = 20_000;

/**
 * Every kind of call that was made with somebody's permissions, kept over starts in `<dataDir>/access/calls.json`:
 * what the deployed policies have to allow.
 */
export class Calls {
  private readonly kinds = new Map<string, Call>();
  private readonly seen = new Set<string>();
  private readonly path: string;
  private readonly uses: ReturnType<typeof keyUses>;
  private readonly timer: NodeJS.Timeout;
  private isChanged = false;

  constructor(dataDir: string, resources: Resources, region: string) {
    mkdirSync(join(dataDir, 'access'), { recursive: true, mode: 0o700 });
    this.path = join(dataDir, 'access', 'calls.json');
    this.uses = keyUses(resources, region);
    for (const call of readCalls(this.path)) this.kinds.set(JSON.stringify(call), call);
    this.timer = setInterval(() => this.flush(), FLUSH_MS);
    this.timer.unref();
  }

  add(call: Call): void {
    const raw = `${call.principal} ${call.action} ${call.resource} ${JSON.stringify(call.context)}`;
    if (this.seen.has(raw)) return;
    if (this.seen.size >= MAX_SEEN) this.seen.clear();
    this.seen.add(raw);
    this.keep(call);
    const { 'aws:CalledVia': via } = call.context;
    for (const { action, key, context } of this.uses(call.action, call.resource)) {
      this.keep({
        principal: call.principal,
        action,
        resource: key,
        context: { ...context, ...(via !== undefined && { 'aws:CalledVia': via }) },
      });
    }
  }

  close(): void {
    clearInterval(this.timer);
    this.flush();
  }

  private keep({ principal, action, resource, context }: Call): void {
    const call = {
      principal,
      action,
      resource: generalArn(resource),
      context: Object.fromEntries(
        Object.entries(context).map(([key, value]) => [key, generalValue(key, value)]),
      ),
    };
    const kind = JSON.stringify(call);
    if (this.kinds.has(kind)) return;
    this.kinds.set(kind, call);
    this.isChanged = true;
  }

  private flush(): void {
    if (!this.isChanged) return;
    this.isChanged = false;
    writeState(this.path, [...this.kinds.values()]);
  }
}

function generalValue(key: string, value: string | readonly string[]): string | readonly string[] {
  if (key === 's3:prefix') return generalKey(String(value));
  if (key === 'dynamodb:LeadingKeys') return [...new Set([value].flat().map(generalItem))].sort();
  return value;
}

function readCalls(path: string): readonly Call[] {
  if (!existsSync(path)) return [];
  const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Array.isArray(parsed) ? parsed.filter(isCall) : [];
}

export const isCall = (value: unknown): value is Call =>
  isObject(value) &&
  ['principal', 'action', 'resource'].every((name) => typeof value[name] === 'string') &&
  isObject(value.context);
