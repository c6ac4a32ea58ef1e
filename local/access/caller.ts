import { AsyncLocalStorage } from 'node:async_hooks';
import type { Calls } from './calls';

/** On whose behalf the runtime works at the moment. */
interface Caller {
  readonly calls: Calls;
  /** ARN of a role, or a service's name. */
  readonly principal: string;
  /** Services that call others for it, as in `aws:CalledVia`. */
  readonly via: readonly string[];
}
export type Context = Readonly<Record<string, string | readonly string[]>>;

const current = new AsyncLocalStorage<Caller>();

/** Runs the work, and everything that it starts, as calls of the principal. */
export const asPrincipal = <T>(calls: Calls | undefined, principal: string, work: () => T): T =>
  calls === undefined || principal === ''
    ? work()
    : current.run({ calls, principal, via: [] }, work);

/** Runs the work as calls that a service makes for the caller, with the caller's own permissions. */
export function throughService<T>(service: string, work: () => T): T {
  const caller = current.getStore();
  if (caller === undefined) return work();
  return current.run({ ...caller, via: [...caller.via, service] }, work);
}

/** Keeps what is called now and with which conditions; nothing when nobody's permissions are used. */
export function note(action: string, resource: string, context: Context = {}): void {
  const caller = current.getStore();
  if (caller === undefined) return;
  const { calls, principal, via } = caller;
  const all = via.length > 0 ? { ...context, 'aws:CalledVia': via } : context;
  calls.add({ principal, action, resource, context: all });
}
