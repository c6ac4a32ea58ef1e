import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { missingMigrations, migrationText } from '../../lib/build/warehouse-migrations';
import { ROOT } from '../home';
import { loadedModels, writtenMigrations } from './sources';

const missing = missingMigrations(loadedModels(ROOT), writtenMigrations(ROOT));
for (const migration of missing) {
  const file = path.join('sql', 'redshift', `${migration.name}.sql`);
  writeFileSync(path.join(ROOT, file), migrationText(migration));
  process.stdout.write(`${file}\n`);
}
if (missing.length === 0) process.stdout.write('the migrations are what the headers say\n');
