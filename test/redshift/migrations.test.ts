import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadedModels, writtenMigrations } from '../../cli/warehouse/sources';
import { withParameters } from '../../lambdas/shared/migrations';
import { martColumns } from '../../lambdas/shared/warehouse/table';
import { missingMigrations } from '../../lib/build/warehouse-migrations';
import { openWarehouse, type WarehouseDatabase } from '../../local/redshift/database';

const models = loadedModels('.');
const migrations = writtenMigrations('.');
const values = { reader_role: 'arn:aws:iam::0:role/reader', database: 'sluice' };

let folder: string;
let warehouse: WarehouseDatabase;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-migrations-'));
  warehouse = openWarehouse(join(folder, 'warehouse.duckdb'), () =>
    Promise.reject(new Error('no migration reads the lake')),
  );
  await warehouse.run(['CREATE SCHEMA IF NOT EXISTS ops', 'CREATE TABLE ops.migrations (n INT)']);
  for (const migration of migrations) await warehouse.run(withParameters(migration, values));
});
afterAll(async () => {
  await warehouse.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Names and types of a table or view, in order, as Redshift writes them. */
async function shapeIn(table: string): Promise<readonly string[]> {
  const [answer] = await warehouse.run([
    `SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'mart' AND table_name = '${table}' ORDER BY ordinal_position`,
  ]);
  return (answer?.records ?? []).map((row) =>
    row.map((field) => ('stringValue' in field ? field.stringValue : '')).join(' '),
  );
}
const inDuckDb = (type: string): string =>
  type.replace(/VARCHAR\(\d+\)/, 'VARCHAR').replace('DOUBLE PRECISION', 'DOUBLE');

describe('the migrations', () => {
  it('are what the headers of gold say: npm run warehouse:migrations', () => {
    expect(missingMigrations(models, migrations).map(({ name }) => name)).toEqual([]);
  });

  it('make every copy with the columns of its model, and its stable view', async () => {
    expect(models.length).toBeGreaterThan(2);
    for (const model of models) {
      const wanted = martColumns(model).map(({ name, type }) => `${name} ${inDuckDb(type)}`);

      expect(await shapeIn(model.table)).toEqual(wanted);
      expect(await shapeIn(`v1_${model.table}`)).toEqual(wanted);
    }
  });
});
