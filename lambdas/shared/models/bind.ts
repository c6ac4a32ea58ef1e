import type { Contract } from '../contracts/contract';
import { auditSql } from './audit-sql';
import { pinnedTables } from './bronze-tables';
import { buildQuery, modelQuery } from './build-sql';
import type { Model, ModelColumn } from './model';
import type { BuildContext } from './placeholders';
import type { Problem } from './problems';
import { sliceOf } from './slices';

export interface BoundColumn {
  readonly name: string;
  /** Athena's name of the type. */
  readonly type: string;
}
/** An engine that knows Athena's dialect, with empty tables. */
export interface BindConnection {
  /** Makes an empty table. Types are Athena's. */
  declare(name: string, columns: readonly BoundColumn[]): Promise<void>;
  /** Columns of a query; throws with the engine's message when it does not bind. */
  describe(sql: string): Promise<readonly BoundColumn[]>;
}

const FAMILIES: Readonly<Record<string, string>> = {
  tinyint: 'whole',
  smallint: 'whole',
  integer: 'whole',
  bigint: 'whole',
  // What an engine makes of sums of whole numbers; the wrapper casts it back.
  'decimal(38,0)': 'whole',
  real: 'fraction',
  double: 'fraction',
};

const scaleOf = (type: string): string | undefined => /^decimal\(\d+, ?(\d+)\)$/.exec(type)?.[1];

function family(type: string): string {
  const plain = type.replaceAll(' ', '');
  const known = FAMILIES[plain];
  if (known !== undefined) return known;
  const scale = scaleOf(plain);
  // Precision may be narrowed (an overflow fails the statement); a scale would be rounded in silence.
  return scale === undefined ? plain.replace(/\(.*$/, '') : `decimal of scale ${scale}`;
}

/** Whether the wrapper's cast only gives the type a name and never changes a value. */
const fits = (found: string, declared: string): boolean =>
  family(found) === family(declared) ||
  (family(found) === 'whole' && declared.startsWith('decimal')) ||
  found === 'unknown';

function context({ slice, layer, table }: Model): BuildContext {
  const day = '2026-01-01';
  return {
    run: '20260102T030405Z-0a1b2c',
    slices: [sliceOf(slice.by, day)],
    asOf: day,
    stagingTable: `${layer}_${table}`,
    location: `s3://lake/${layer}/${table}/`,
  };
}

const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

function compare({ file, columns }: Model, found: readonly BoundColumn[]): readonly Problem[] {
  const types = new Map(found.map(({ name, type }) => [name.toLowerCase(), type]));
  return columns.flatMap(({ name, type }: ModelColumn): Problem[] => {
    const bound = types.get(name);
    if (bound !== undefined && fits(bound, type)) return [];
    const is = bound === undefined ? 'is not in the SELECT' : `is ${bound} but declared ${type}`;
    return [{ file, line: 1, message: `column ${name} ${is}` }];
  });
}

async function bindModel(model: Model, connection: BindConnection): Promise<readonly Problem[]> {
  const build = context(model);
  const attempt = async (what: string, sql: string): Promise<readonly BoundColumn[] | Problem> =>
    connection.describe(sql).catch((error: unknown) => ({
      file: model.file,
      line: 1,
      message: `${what} does not bind: ${reason(error)}`,
    }));
  const select = await attempt('SELECT', modelQuery(model, build));
  if ('message' in select) return [select];
  const wrapped = await attempt('build', buildQuery(model, build));
  const audit = await attempt('audit', auditSql(model, build));
  return [
    ...compare(model, select),
    ...[wrapped, audit].flatMap((answer) => ('message' in answer ? [answer] : [])),
  ];
}

/**
 * Proves columns and types: binds the SELECT, the build and the audit of every model against empty tables.
 * @param models in dependency order
 * @returns what does not bind or would be cast to another kind of value
 */
export async function bindModels(
  models: readonly Model[],
  connection: BindConnection,
  { contracts }: { readonly contracts: Readonly<Record<string, Contract>> },
): Promise<readonly Problem[]> {
  for (const [name, { columns }] of pinnedTables(contracts)) {
    await connection.declare(name, columns);
  }
  const text = ['run', 'dataset', 'path'].map((name) => ({ name, type: 'varchar' }));
  await connection.declare('ops.run_inputs', text);
  const problems: Problem[] = [];
  for (const model of models) {
    await connection.declare(model.name, model.columns);
    await connection.declare(`staging.${context(model).stagingTable}`, model.columns);
    problems.push(...(await bindModel(model, connection)));
  }
  return problems;
}
