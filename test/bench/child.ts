import { spawn } from 'node:child_process';
import path from 'node:path';
import { ownJson } from '../../lambdas/shared/own-json';

/** Runs a script of this folder; its last line of output is its answer. */
export function child<T extends object>(script: string, args: readonly string[]): Promise<T> {
  const file = path.join(import.meta.dirname, script);
  const started = spawn(process.execPath, ['--import', 'tsx', file, ...args], {
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  started.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    started.on('error', reject);
    started.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${script} ended with ${code}`));
      resolve(ownJson<T>(said.trim().split('\n').at(-1) ?? '', script));
    });
  });
}
