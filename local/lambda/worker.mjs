// @ts-check
// Runs inside a worker thread, one per execution environment: plain JavaScript, so that it starts without a compiler.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** @typedef {{id: number, payload: string, requestId: string, deadline: number}} Invocation */

/** @param {unknown} error */
const describe = (error) =>
  error instanceof Error
    ? {
        errorType: error.name,
        errorMessage: error.message,
        trace: (error.stack ?? '').split('\n'),
      }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

/** @param {string} type @param {string} message */
const named = (type, message) => Object.assign(new Error(message), { name: type });

/** @param {string} folder @param {string} handler e.g. `handler.handler` */
async function load(folder, handler) {
  const [, file = '', name = ''] = /^(.+)\.([^.]+)$/.exec(handler) ?? [];
  const path = ['.mjs', '.js', '.cjs'].map((end) => join(folder, file + end)).find(existsSync);
  if (!path) throw named('Runtime.ImportModuleError', `Error: Cannot find module '${file}'`);
  const module = await import(pathToFileURL(path).href);
  const found = module[name] ?? module.default?.[name];
  if (typeof found !== 'function') {
    throw named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  return found;
}

const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread only');
const { folder, handler, context } = workerData;
const loading = load(folder, handler);
loading.catch(() => undefined); // reported with the first invocation

port.on('message', async (/** @type {Invocation} */ { id, payload, requestId, deadline }) => {
  try {
    const run = await loading;
    const result = await run(JSON.parse(payload), {
      ...context,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    port.postMessage({ id, ok: true, text: JSON.stringify(result ?? null) });
  } catch (error) {
    port.postMessage({ id, ok: false, text: JSON.stringify(describe(error)) });
  }
});
