import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forStatement, type Places } from '../../local/athena/files';
import { givenTables } from '../../local/athena/given-tables';

let folder: string;
let places: Places;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-files-'));
  places = { resolveLocation: () => folder, tables: givenTables() };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the files of a partition', () => {
  it('are listed once for a statement, and anew for the next', async () => {
    const partition = { values: ['2026-01-01'], location: 's3://lake/t/day=2026-01-01/' };
    const statement = forStatement(places);
    writeFileSync(join(folder, 'a.parquet'), 'a');
    const first = await statement.filesOf(partition);
    writeFileSync(join(folder, 'b.parquet'), 'b');

    expect(first).toEqual([{ path: join(folder, 'a.parquet'), size: 1 }]);
    expect(await statement.filesOf({ ...partition })).toBe(first);
    expect(await forStatement(places).filesOf(partition)).toHaveLength(2);
  });
});
