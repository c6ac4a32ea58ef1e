import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, pending } from '../../lambdas/migrate-warehouse/migrate';
import type { Warehouse } from '../../lambdas/migrate-warehouse/warehouse';
import { migrationOf, withParameters } from '../../lambdas/shared/migrations';
import { WAREHOUSE_DATABASE, WAREHOUSE_ROLES } from '../../lambdas/shared/names';

const folder = join(import.meta.dirname, '../../sql/redshift');
const ours = readdirSync(folder)
  .sort()
  .map((file) => migrationOf(file, readFileSync(join(folder, file), 'utf8')));
const values = { reader_role: 'arn:aws:iam::111122223333:role/reader', database: 'sluice' };

/** Remembers the history as Redshift would; tokens that come again run nothing. */
class Remembering implements Warehouse {
  readonly batches: (readonly string[])[] = [];
  readonly history = new Map<string, string>();
  private readonly tokens = new Set<string>();

  constructor(private readonly refuses?: string) {}

  run(statements: readonly string[], token: string): Promise<void> {
    if (this.tokens.has(token)) return Promise.resolve();
    this.tokens.add(token);
    if (this.refuses && statements.some((one) => one.includes(this.refuses ?? ''))) {
      return Promise.reject(new Error(`refused ${this.refuses}`));
    }
    this.batches.push(statements);
    for (const statement of statements) {
      const [, name, sha] = /VALUES \('(\w+)', '(\w+)'\)/.exec(statement) ?? [];
      if (name && sha) this.history.set(name, sha);
    }
    return Promise.resolve();
  }
  rows(): Promise<readonly (readonly string[])[]> {
    return Promise.resolve([...this.history]);
  }
}

describe('migrations of a new warehouse', () => {
  it('run in their order, each with its line of history in one batch', async () => {
    const warehouse = new Remembering();

    const applied = await migrate(warehouse, ours, values, 'request');

    expect(applied).toEqual(ours.map(({ name }) => name));
    expect(applied.length).toBeGreaterThanOrEqual(4);
    expect(warehouse.batches.length).toBe(ours.length + 1);
    for (const [index, batch] of warehouse.batches.slice(1).entries()) {
      expect(batch.at(-1)).toContain(`'${ours[index]?.name ?? ''}', '${ours[index]?.sha ?? ''}'`);
    }
  });

  it('run once, however often they are asked for', async () => {
    const warehouse = new Remembering();
    await migrate(warehouse, ours, values, 'first');

    expect(await migrate(warehouse, ours, values, 'first')).toEqual([]);
    expect(await migrate(warehouse, ours, values, 'second')).toEqual([]);

    expect(warehouse.history.size).toBe(ours.length);
  });

  it('go on where one failed, with the next deployment', async () => {
    const warehouse = new Remembering('CREATE EXTERNAL SCHEMA');
    await expect(migrate(warehouse, ours, values, 'first')).rejects.toThrow('refused');
    expect([...warehouse.history.keys()]).toEqual(['001_create_roles']);

    const mended = new Remembering();
    mended.history.set(ours[0]?.name ?? '', ours[0]?.sha ?? '');

    expect(await migrate(mended, ours, values, 'second')).toEqual(
      ours.slice(1).map(({ name }) => name),
    );
  });
});

describe('a migration', () => {
  const one = migrationOf('001_create_x.sql', 'CREATE SCHEMA x;\n');
  const two = migrationOf('002_create_y.sql', 'CREATE SCHEMA y;\n');

  it('must not change after it was applied', () => {
    expect(() => pending([one, two], new Map([[one.name, 'other']]))).toThrow(
      '001_create_x was changed after it had been applied',
    );
  });

  it('must not come before one that was applied', () => {
    expect(() => pending([one, two], new Map([[two.name, two.sha]]))).toThrow('number it higher');
  });

  it('is made of its statements, without comments', () => {
    const text = '-- why; because\nCREATE ROLE a;\nGRANT USAGE\n  ON SCHEMA ${s} TO ROLE a;\n';

    const migration = migrationOf('sql/redshift/003_add_role.sql', text);

    expect(migration.statements).toEqual([
      'CREATE ROLE a',
      'GRANT USAGE\n  ON SCHEMA ${s} TO ROLE a',
    ]);
    expect(withParameters(migration, { s: 'gold' })[1]).toContain('ON SCHEMA gold');
    expect(() => withParameters(migration, {})).toThrow('003_add_role: unknown parameter s');
  });

  it.each([
    ['1_create.sql', 'SELECT 1;'],
    ['001-create-x.sql', 'SELECT 1;'],
    ['001_create_x.sql', 'SELECT 1'],
  ])('is refused as %s holding %j', (file, text) => {
    expect(() => migrationOf(file, text)).toThrow(file);
  });
});

describe('the warehouse that our migrations make', () => {
  const statements = ours.flatMap((migration) => withParameters(migration, values));

  it('has the roles by name, and grants to roles only', () => {
    const created = statements.flatMap((one) => /^CREATE ROLE (\w+)$/.exec(one)?.[1] ?? []);
    const grants = statements.filter((one) => one.startsWith('GRANT'));

    expect(created).toEqual([...WAREHOUSE_ROLES]);
    expect(grants.length).toBeGreaterThanOrEqual(10);
    for (const grant of grants) expect(grant).toMatch(/ TO ROLE (analyst|engineer|loader)$/);
  });

  it('lets nobody but the loader write, and nobody see a layer below gold', () => {
    const writing = statements.filter((one) =>
      /^GRANT .*(INSERT|DELETE|UPDATE|CREATE)\b/.test(one),
    );

    expect(writing.every((one) => one.endsWith('TO ROLE loader'))).toBe(true);
    expect(writing.length).toBeGreaterThan(0);
    expect(statements.join('\n')).not.toMatch(/bronze|silver|TO PUBLIC|ALL PRIVILEGES/);
    expect(statements).toContain('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
  });

  it('reads gold with the role it is given', () => {
    expect(statements).toContain(
      `CREATE EXTERNAL SCHEMA gold FROM DATA CATALOG DATABASE 'gold' IAM_ROLE '${values.reader_role}'`,
    );
    expect(values.database).toBe(WAREHOUSE_DATABASE);
  });
});
