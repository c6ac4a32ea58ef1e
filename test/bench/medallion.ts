import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { child } from './child';

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

/** Each part in a process of its own, so that none warms another's caches or counts in its memory. */
export async function benchMedallion(rows: number): Promise<MedallionBench> {
  const home = mkdtempSync(path.join(tmpdir(), 'sluice-bench-'));
  try {
    const history = await child('medallion-history.ts', [home, String(rows)]);
    const pipeline = await child<PipelineFigures>('medallion-run.ts', [
      home,
      JSON.stringify(history),
    ]);
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
