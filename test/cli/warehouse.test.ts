import { describe, expect, it } from 'vitest';
import { loadLines } from '../../cli/warehouse-view';

const loaded = { table: 'gold.a', status: 'loaded', slices: 2, rows: 1200 } as const;
const failed = { table: 'gold.b', status: 'failed', slices: 0, rows: 0, reason: 'no' } as const;

describe('what status says of the warehouse', () => {
  it('names each table that was not copied, and why', () => {
    expect(loadLines([loaded, failed], { laptop: false })).toEqual([
      '1 table copied by the last run, 1,200 rows (mart.v1_<table>)',
      'gold.b not copied: no',
    ]);
  });

  it('says that the laptop has a DuckDB database in its place', () => {
    expect(loadLines([loaded], { laptop: true })[0]).toContain('a DuckDB database on the laptop');
  });
});
