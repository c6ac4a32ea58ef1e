import { AwsError } from '../server/errors';
import { StateFailure } from './failure';
import type { JsonObject } from './json';

/** Runs a service's call; its faults become `<Prefix>.<Code>Exception`, as Step Functions names them. */
export async function called<T>(prefix: string, call: () => Promise<T> | T): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const code = error.code.endsWith('Exception') ? error.code : `${error.code}Exception`;
    throw new StateFailure(`${prefix}.${code}`, error.message);
  }
}

/** Rejects with the signal's reason as soon as it is aborted. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      const reason: unknown = signal.reason;
      reject(reason instanceof Error ? reason : new Error(String(reason)));
    };
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Instants of an API answer in the milliseconds that Step Functions gives them in. */
export const milliseconds = (seconds: number): number => Math.round(seconds * 1000);

/** A member of a task's arguments that has to be text. */
export function textOf(args: JsonObject, key: string): string {
  const value = args[key];
  if (typeof value === 'string') return value;
  throw new StateFailure('States.Runtime', `Arguments: ${key} must be a string`);
}
