import type { Migration } from '../../lambdas/shared/migrations';
import { createTable, martColumns, martTable, MART } from '../../lambdas/shared/warehouse/table';
import type { LoadedModel } from '../../lambdas/shared/warehouse/table';

/** A migration that is still to be written. */
export interface NewMigration {
  /** `NNN_<verb>_<table>` */
  readonly name: string;
  readonly statements: readonly string[];
}
interface Made {
  /** The statement that made the table as it is now. */
  readonly table: string;
  /** Columns with their types. */
  readonly columns: ReadonlyMap<string, string>;
}

/**
 * The migrations that bring the warehouse's copies from where the written ones leave them to what the headers of
 * gold models say: in the order of the tables, numbered on. None when nothing has changed.
 * @throws Error for a change that would break what a stable view promises its readers
 */
export function missingMigrations(
  models: readonly LoadedModel[],
  written: readonly Migration[],
): readonly NewMigration[] {
  const made = madeBy(written);
  const wanted = new Map(models.map((model) => [model.table, model]));
  const tables = [...new Set([...made.keys(), ...wanted.keys()])].sort();
  let number = Math.max(0, ...written.map(({ name }) => Number.parseInt(name, 10)));
  return tables.flatMap((table) => {
    const change = changeOf(wanted.get(table), made.get(table), table);
    if (change === undefined) return [];
    number += 1;
    const name = `${String(number).padStart(3, '0')}_${change.verb}_${table}`;
    return [{ name, statements: change.statements }];
  });
}

/** A migration as its file says it. */
export const migrationText = ({ statements }: NewMigration): string =>
  ['-- Derived from the header of the model: npm run warehouse:migrations']
    .concat(statements.map((statement) => `${statement};`))
    .join('\n')
    .concat('\n');

const viewOf = (table: string): string => `${MART}.v1_${table}`;

function changeOf(model: LoadedModel | undefined, made: Made | undefined, table: string) {
  const drop = `DROP VIEW ${viewOf(table)}`;
  if (model === undefined) {
    return { verb: 'drop', statements: [drop, `DROP TABLE ${MART}.${table}`] };
  }
  if (made === undefined) return { verb: 'create', statements: [createTable(model), view(model)] };
  if (made.table === createTable(model)) return undefined;
  const kept = keptColumns(model, made).join(', ');
  const target = martTable(model);
  const statements = [
    drop,
    createTable(model, `${target}_next`),
    `INSERT INTO ${target}_next (${kept}) SELECT ${kept} FROM ${target}`,
    `DROP TABLE ${target}`,
    `ALTER TABLE ${target}_next RENAME TO ${table}`,
    view(model),
  ];
  return { verb: 'change', statements };
}

/** What reports are built on: it stays while tables below it change. */
const view = (model: LoadedModel): string =>
  `CREATE VIEW ${viewOf(model.table)} AS SELECT\n` +
  `${model.columns.map(({ name }) => `    ${name}`).join(',\n')}\nFROM ${martTable(model)}`;

function keptColumns(model: LoadedModel, { columns }: Made): readonly string[] {
  const now = new Map(martColumns(model).map(({ name, type }) => [name, type]));
  for (const [name, type] of columns) {
    if (now.get(name) === type) continue;
    throw new Error(
      `${model.name}: ${viewOf(model.table)} promises ${name} as ${type}: keep the column, or write a migration by hand that makes v2_${model.table}`,
    );
  }
  return [...columns.keys()];
}

const TABLE = new RegExp(`^CREATE TABLE ${MART}\\.(\\w+?)(?:_next)? \\(\\n([\\s\\S]*?)\\n\\)`);
const DROPPED = new RegExp(`^DROP TABLE ${MART}\\.(\\w+)$`);

/** Tables as the migrations leave them: one that is changed is made anew beside the old one, which goes. */
function madeBy(written: readonly Migration[]): ReadonlyMap<string, Made> {
  const made = new Map<string, Made>();
  for (const { name, statements } of written) {
    for (const statement of statements) {
      const [, table = '', columns = ''] = TABLE.exec(statement) ?? [];
      if (table !== '') {
        const as = statement.replace(`${MART}.${table}_next (`, `${MART}.${table} (`);
        made.set(table, { table: as, columns: columnsIn(columns) });
      }
      const dropped = DROPPED.exec(statement)?.[1];
      if (dropped !== undefined && /^\d+_drop_/.test(name)) made.delete(dropped);
    }
  }
  return made;
}

const columnsIn = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(',\n').map((line) => {
      const [name = '', ...type] = line.trim().split(' ');
      return [name, type.join(' ')];
    }),
  );
