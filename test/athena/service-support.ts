import { afterAll, beforeAll } from 'vitest';
import type { JsonObject } from '../../local/server/json';
import { remove, startRuntime } from './runtime';
import type { SmallRuntime } from './runtime';

export const token = (name: string): string => name.padEnd(32, '-');
export const get = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (Object(inner) === inner ? Reflect.get(Object(inner), key) : undefined),
    value,
  );
export const state = (answer: JsonObject): unknown =>
  get(answer, 'QueryExecution', 'Status', 'State');
export const reason = (answer: JsonObject): unknown =>
  get(answer, 'QueryExecution', 'Status', 'StateChangeReason');
export const cells = (page: JsonObject): unknown =>
  (get(page, 'ResultSet', 'Rows') as readonly unknown[]).map((row) =>
    (get(row, 'Data') as readonly unknown[]).map((cell) => get(cell, 'VarCharValue')),
  );

/** One runtime for a test file, and Athena as its clients call it. */
export function servicePerFile() {
  let started: SmallRuntime | undefined;
  beforeAll(async () => {
    started = await startRuntime();
  });
  afterAll(async () => {
    await started?.stop();
    if (started !== undefined) remove(started.dataDir);
  });
  const runtime = (): SmallRuntime => {
    if (started === undefined) throw new Error('a runtime stands within a test only');
    return started;
  };
  const start = async (input: JsonObject): Promise<string> => {
    const answer = await runtime().athena('StartQueryExecution', {
      WorkGroup: 'pipeline',
      ...input,
    });
    return get(answer, 'QueryExecutionId') as string;
  };
  const finish = async (id: string): Promise<JsonObject> => {
    for (;;) {
      const answer = await runtime().athena('GetQueryExecution', { QueryExecutionId: id });
      if (get(answer, 'QueryExecution', 'Status', 'CompletionDateTime') !== undefined)
        return answer;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  return {
    runtime,
    start,
    finish,
    run: async (sql: string, input: JsonObject = {}): Promise<JsonObject> =>
      finish(await start({ QueryString: sql, ...input })),
    results: (answer: JsonObject, input: JsonObject = {}): Promise<JsonObject> =>
      runtime().athena('GetQueryResults', {
        QueryExecutionId: String(get(answer, 'QueryExecution', 'QueryExecutionId')),
        ...input,
      }),
    restart: async (): Promise<void> => {
      await runtime().stop();
      started = await startRuntime(runtime().dataDir);
    },
  };
}
