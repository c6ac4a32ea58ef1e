import { afterEach, beforeEach } from 'vitest';
import type { JsonObject } from '../../local/server/json';
import { remove, startRuntime } from '../athena/runtime';
import type { SmallRuntime } from '../athena/runtime';

export const table = { DatabaseName: 'bronze', Name: 'events' };
export const partitions = { DatabaseName: 'bronze', TableName: 'events' };
export const partition = (day: string): JsonObject => ({
  Values: [day],
  StorageDescriptor: { Location: `s3://lake/bronze/events/day=${day}/` },
});
/** The first days of 1970. */
export const days = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => new Date(at * 86_400_000).toISOString().slice(0, 10));

/** A catalogue of its own for each test of the file, and what tests do with it. */
export function cataloguePerTest() {
  let runtime: SmallRuntime;
  beforeEach(async () => {
    runtime = await startRuntime();
  });
  afterEach(async () => {
    await runtime.stop();
    remove(runtime.dataDir);
  });
  const glue: SmallRuntime['glue'] = (call, input) => runtime.glue(call, input);
  return {
    glue,
    folder: () => runtime.dataDir,
    restart: async () => {
      await runtime.stop();
      runtime = await startRuntime(runtime.dataDir);
    },
    create: (list: readonly string[]) =>
      glue('BatchCreatePartition', { ...partitions, PartitionInputList: list.map(partition) }),
  };
}
