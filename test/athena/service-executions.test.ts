import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { remove, startRuntime } from './runtime';
import { cells, reason, servicePerFile, state, token } from './service-support';

const { finish, restart, run, runtime, start } = servicePerFile();

describe('the token', () => {
  test('answers the same execution, even a failed one', async () => {
    const call = { QueryString: 'SELECT broken', ClientRequestToken: token('same') };
    const first = await start(call);
    await finish(first);

    expect(await start(call)).toBe(first);
  });

  test('refuses other parameters and short tokens', async () => {
    await start({ QueryString: 'SELECT 1', ClientRequestToken: token('other') });

    await expect(
      start({ QueryString: 'SELECT 2', ClientRequestToken: token('other') }),
    ).rejects.toMatchObject({ code: 'InvalidRequestException' });
    await expect(
      start({ QueryString: 'SELECT 2', ClientRequestToken: 'short' }),
    ).rejects.toMatchObject({
      code: 'InvalidRequestException',
    });
  });

  test('is known after a restart, and so are results', async () => {
    const call = { QueryString: 'SELECT 7 AS x', ClientRequestToken: token('kept') };
    const id = await start(call);
    await finish(id);
    await restart();

    expect(await start(call)).toBe(id);
    expect(cells(await runtime().athena('GetQueryResults', { QueryExecutionId: id }))).toEqual([
      ['x'],
      ['7'],
    ]);
  });
});

test('executions that a kill cut off have failed after the next start', async () => {
  const folder = `${runtime().dataDir}-killed`;
  mkdirSync(join(folder, 'athena'), { recursive: true });
  const execution = {
    ...{ id: 'killed', token: token('k'), request: '', sql: 'SELECT 1', parameters: [] },
    ...{ workgroup: 'pipeline', place: 's3://results/', state: 'RUNNING', submittedAt: 1 },
  };
  writeFileSync(
    join(folder, 'athena/executions.ndjson'),
    `${JSON.stringify(execution)}\n{"id":"cut`,
  );

  const next = await startRuntime(folder);
  const answer = await next.athena('GetQueryExecution', { QueryExecutionId: 'killed' });
  await next.stop();
  remove(folder);

  expect(state(answer)).toBe('FAILED');
});

test.each([
  ['an unknown workgroup', { QueryString: 'SELECT 1', WorkGroup: 'nobody' }],
  ['a member that is not served', { QueryString: 'SELECT 1', ResultReuseConfiguration: {} }],
  ['a statement that is too long', { QueryString: 'x'.repeat(262_145) }],
])('refuses %s', async (_what, input) => {
  await expect(start(input)).rejects.toMatchObject({ code: 'InvalidRequestException' });
});

test('a query over more than the workgroup’s limit is cancelled', async () => {
  const big = join(runtime().dataDir, 's3/lake/bronze/events/day=2026-01-01');
  mkdirSync(big, { recursive: true });
  const ids = Array.from({ length: 11 }, (_, at) => String(at).repeat(1_000_000));
  const columnData = [{ name: 'id', type: 'STRING' as const, data: ids }];
  writeFileSync(
    join(big, 'x'),
    new Uint8Array(parquetWriteBuffer({ columnData, codec: 'UNCOMPRESSED' })),
  );
  await runtime().glue('BatchCreatePartition', {
    DatabaseName: 'bronze',
    TableName: 'events',
    PartitionInputList: [
      {
        Values: ['2026-01-01'],
        StorageDescriptor: { Location: 's3://lake/bronze/events/day=2026-01-01/' },
      },
    ],
  });

  const answer = await run('SELECT * FROM bronze.events');

  expect(state(answer)).toBe('CANCELLED');
  expect(reason(answer)).toBe('Bytes scanned limit was exceeded');
});
