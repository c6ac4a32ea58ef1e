import type { Fields } from './fields';
import type { Model, ModelColumn } from './model';
import type { Report } from './yaml-tree';

/** Where a table goes besides the lake, and what builds it: gold tables only. */
export type Target = Pick<Model, 'warehouse' | 'spark'>;

const SCRIPT = /^[a-z][a-z0-9_]*\.py$/;

interface Table {
  readonly columns: readonly ModelColumn[];
  readonly slice: Model['slice'];
}

function readWarehouse(header: Fields, { columns }: Table): Model['warehouse'] {
  const warehouse = header.fields('warehouse');
  if (warehouse === undefined) return undefined;
  warehouse.allow('dist', 'sort');
  const names = new Set(columns.map(({ name }) => name));
  const dist = warehouse.required('dist');
  if (dist !== '' && !['all', 'even'].includes(dist) && !names.has(dist)) {
    warehouse.fail('dist', `warehouse.dist is ${dist}: choose all, even or a column`);
  }
  const sort = warehouse.scalars('sort').map(String);
  const unknown = sort.filter((name) => !names.has(name));
  if (unknown.length > 0) {
    warehouse.fail('sort', `warehouse.sort names undeclared column ${unknown.join(', ')}`);
  }
  return { dist, sort };
}

function readSpark(header: Fields, { slice }: Table, report: Report): Model['spark'] {
  const engine = header.oneOf('engine', ['athena', 'spark']);
  const script = header.text('script');
  if (engine !== 'spark') {
    if (script !== undefined) header.fail('script', 'only a table of engine: spark has a script');
    return undefined;
  }
  if (slice.by !== 'none')
    header.fail('engine', 'a Spark job writes a whole table: slice {by: none}');
  if (script === undefined) report(header.lineOf('engine'), 'engine: spark needs a script');
  else if (!SCRIPT.test(script))
    header.fail('script', `script ${script}: name a file of glue-scripts/`);
  return { script: script ?? '' };
}

/** `warehouse`, `engine` and `script` of a header. */
export function readTarget(header: Fields, table: Table, report: Report): Target {
  const warehouse = readWarehouse(header, table);
  const spark = readSpark(header, table, report);
  return { ...(warehouse && { warehouse }), ...(spark && { spark }) };
}
