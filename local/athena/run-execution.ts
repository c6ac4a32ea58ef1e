import type { ObjectStore } from '../s3/store';
import { noteObjects } from '../access/s3-calls';
import type { Answer } from './answer';
import type { Engine } from './engine';
import { athenaFault } from './engine-faults';
import type { Execution, Executions } from './executions';
import { bucketAndKey } from './results';
import type { ResultFiles } from './results';
import { manifestUri, resultUri } from './shown';

interface Surroundings {
  readonly opened: () => Promise<Pick<Engine, 'query'>>;
  readonly executions: Executions;
  readonly results: ResultFiles;
  readonly objects: ObjectStore;
  readonly signal: AbortSignal;
  /** Most bytes that a query of the workgroup may scan. */
  readonly limit?: number;
  readonly enforced: boolean;
}

/** Runs a queued execution to its end and records it; never rejects. */
export async function runExecution(execution: Execution, around: Surroundings): Promise<void> {
  const { executions, results, signal } = around;
  let current: Execution = { ...execution, state: 'RUNNING', startedAt: Date.now() };
  executions.put(current);
  noteObjects(['PutObject'], resultUri(current));
  const writer = results.writer(resultUri(current));
  try {
    const engine = await around.opened();
    const answer = await engine.query(execution.sql, {
      ...(execution.database !== undefined && { database: execution.database }),
      ...(around.limit !== undefined && { maxBytes: around.limit }),
      parameters: execution.parameters,
      id: execution.id,
      output: execution.place,
      enforced: around.enforced,
      signal,
      sink: writer,
    });
    current = { ...current, kind: answer.kind, bytesScanned: answer.bytesScanned };
    if (answer.kind === 'ctas') current = await noteTable(current, answer, around);
    else {
      if (answer.kind === 'utility') {
        writer.columns(answer.columns);
        await writer.rows(answer.rows);
      }
      await writer.finish();
    }
    executions.put({ ...current, state: 'SUCCEEDED', completedAt: Date.now() });
  } catch (error) {
    await writer.discard();
    const fault = athenaFault(error);
    const state =
      fault.code === 'USER_CANCELED' || fault.code === 'BYTES_SCANNED_LIMIT'
        ? 'CANCELLED'
        : 'FAILED';
    const reason = state === 'CANCELLED' ? fault.detail : fault.message;
    executions.put({ ...current, state, reason, completedAt: Date.now() });
  }
}

async function noteTable(
  execution: Execution,
  { files, rowsWritten }: Answer,
  { objects, results }: Surroundings,
): Promise<Execution> {
  const keys = new Map<string, string[]>();
  for (const [bucket, key] of files.map(({ uri }) => bucketAndKey(uri))) {
    const list = keys.get(bucket) ?? [];
    list.push(key);
    keys.set(bucket, list);
  }
  for (const [bucket, list] of keys) await objects.noteWritten(bucket, list);
  const manifest = manifestUri(execution);
  await results.writeManifest(manifest, files);
  return { ...execution, manifest, rowsWritten };
}
