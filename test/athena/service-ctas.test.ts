import { describe, expect, test } from 'vitest';
import { get, reason, servicePerFile, state } from './service-support';

const { run, runtime } = servicePerFile();

describe('a CTAS', () => {
  const ctas = (name: string): string =>
    `CREATE TABLE staging.${name} WITH (format = 'PARQUET', external_location = 's3://lake/silver/${name}/run=1/', partitioned_by = ARRAY['day']) AS SELECT 'a' AS id, '2026-01-01' AS day`;

  test('notes its objects, lists them in the manifest, registers the table', async () => {
    const answer = await run(ctas('made'));

    expect(state(answer)).toBe('SUCCEEDED');
    const manifest = String(get(answer, 'QueryExecution', 'Statistics', 'DataManifestLocation'));
    const lines = await runtime().objects.get('results', manifest.slice('s3://results/'.length));
    const [uri = ''] = lines.toString().split('\n');
    expect(uri).toMatch(/^s3:\/\/lake\/silver\/made\/run=1\/day=2026-01-01\//);
    expect(runtime().written).toContain(uri.slice('s3://'.length));
    const { Table } = await runtime().glue('GetTable', { DatabaseName: 'staging', Name: 'made' });
    expect(get(Table, 'StorageDescriptor', 'Columns')).toEqual([{ Name: 'id', Type: 'string' }]);
    const { Partitions } = await runtime().glue('GetPartitions', {
      DatabaseName: 'staging',
      TableName: 'made',
    });
    expect(get(Partitions, 0, 'StorageDescriptor', 'Location')).toBe(
      's3://lake/silver/made/run=1/day=2026-01-01/',
    );
  });

  test('may not choose its place in a workgroup that enforces its own', async () => {
    const answer = await run(ctas('forced'), { WorkGroup: 'analysts' });

    expect(reason(answer)).toContain('INVALID_TABLE_PROPERTY: external_location cannot be used');
  });
});
