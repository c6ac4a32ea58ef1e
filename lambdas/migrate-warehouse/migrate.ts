import { createHash } from 'node:crypto';
import { type Migration, withParameters } from '../shared/migrations';
import type { Warehouse } from './warehouse';

const HISTORY = 'ops.migrations';
/** Where it is written which migrations ran; made before the first of them. */
const PREPARE = [
  'CREATE SCHEMA IF NOT EXISTS ops',
  `CREATE TABLE IF NOT EXISTS ${HISTORY} (` +
    'name VARCHAR(128) NOT NULL, sha CHAR(64) NOT NULL, applied_at TIMESTAMP NOT NULL DEFAULT getdate())',
];

/**
 * The migrations that have not run yet, in their order.
 * @param applied SHA-256 by name
 * @throws Error for a migration that was changed, or put before one that has run, after it was applied
 */
export function pending(
  migrations: readonly Migration[],
  applied: ReadonlyMap<string, string>,
): readonly Migration[] {
  const last = [...applied.keys()].sort().at(-1) ?? '';
  for (const { name, sha } of migrations) {
    const before = applied.get(name);
    if (before !== undefined && before !== sha) {
      throw new Error(`${name} was changed after it had been applied: add another migration`);
    }
    if (before === undefined && name < last) {
      throw new Error(`${name} comes before ${last}, which has been applied: number it higher`);
    }
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

/**
 * Applies what has not run yet, each migration with its line of history in one transaction.
 * @param request differs by deployment: a repeated event runs nothing twice, a new deployment tries again
 * @returns names of those applied now
 */
export async function migrate(
  warehouse: Warehouse,
  migrations: readonly Migration[],
  values: Readonly<Record<string, string>>,
  request: string,
): Promise<readonly string[]> {
  const token = (name: string): string =>
    createHash('sha256').update(`${request} ${name}`).digest('hex');
  await warehouse.run(PREPARE, token('prepare'));
  const rows = await warehouse.rows(`SELECT name, sha FROM ${HISTORY}`);
  const applied = new Map(rows.map(([name = '', sha = '']) => [name, sha]));
  const due = pending(migrations, applied);
  for (const migration of due) {
    const { name, sha } = migration;
    await warehouse.run(
      [
        ...withParameters(migration, values),
        `INSERT INTO ${HISTORY} (name, sha) VALUES ('${name}', '${sha}')`,
      ],
      token(name),
    );
  }
  return due.map(({ name }) => name);
}
