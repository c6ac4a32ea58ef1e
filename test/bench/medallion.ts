import { ownJson } from '../../lambdas/shared/own-json';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface MedallionBench {
  readonly rows: number;
  /** From StartExecution to the end of the run, on freshly loaded bronze. */
  readonly seconds: number;
  /** `seconds` over those of every statement that Athena ran, bare in DuckDB. */
  readonly taxRatio: number;
  readonly statements: number;
  readonly bareSeconds: number;
  /** Of the process that held the runtime, loading included. */
  readonly peakRssMb: number;
  readonly loadSeconds: number;
}
export interface PipelineFigures {
  readonly seconds: number;
  readonly loadSeconds: number;
  readonly peakRssMb: number;
}
export interface BareFigures {
  readonly seconds: number;
  readonly statements: number;
}

/** Each half in a process of its own, so that neither warms the other's caches or counts in its memory. */
export async function benchMedallion(rows: number): Promise<MedallionBench> {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-bench-'));
  try {
    const pipeline = await child<PipelineFigures>('medallion-run.ts', [home, String(rows)]);
    const bare = await child<BareFigures>('medallion-bare.ts', [home]);
    return {
      rows,
      ...pipeline,
      taxRatio: pipeline.seconds / bare.seconds,
      statements: bare.statements,
      bareSeconds: bare.seconds,
    };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Runs a script of this folder; its last line of output is its answer. */
function child<T extends object>(script: string, args: readonly string[]): Promise<T> {
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
