import type { Reference } from '../../../lambdas/shared/models/model';
import type { Sources, TestModel } from './engine';
import type { Row } from './objects';

const reference = (name: string): Reference => {
  const [layer = '', table = ''] = name.split('.');
  if (layer !== 'bronze' && layer !== 'ops' && layer !== 'silver' && layer !== 'gold') {
    throw new Error(name);
  }
  return { layer, table };
};

type Wanted = Pick<TestModel, 'name' | 'level' | 'make'> &
  Partial<TestModel> & { readonly reads: readonly string[] };

export function testModel({ reads, ...wanted }: Wanted): TestModel {
  const [layer, table = ''] = wanted.name.split('.');
  return {
    layer: layer === 'gold' ? 'gold' : 'silver',
    table,
    file: `sql/${layer}/${table}.sql`,
    title: table,
    grain: 'one row per id',
    key: ['id'],
    domain: 'shared',
    slice: { by: 'day', column: 'business_date', lookback: 0 },
    refresh: 'run',
    onChange: 'keep',
    compression: 'zstd',
    columns: [
      { name: 'id', type: 'varchar', about: 'key' },
      { name: 'business_date', type: 'varchar', about: 'day' },
    ],
    references: reads.map(reference),
    select: `SELECT id, business_date FROM ${wanted.name}`,
    fingerprint: `fingerprint of ${wanted.name}`,
    checks: [
      { id: 'unique:key', kind: 'unique', severity: 'error', about: 'one row per id' },
      {
        id: 'reconcile:rows',
        kind: 'reconcile',
        severity: 'error',
        about: 'as in the source',
        explainsEmpty: true,
      },
    ],
    usesAsOf: false,
    ...wanted,
  };
}

const WHOLE = { by: 'none' as const, lookback: 0 };
const sum = (rows: readonly Row[]): number =>
  rows.reduce((all, { amount }) => all + Number(amount), 0);

/** Newest version of each id; ids that live on another day leave. */
function dedupe({ rows, slice }: Sources): readonly Row[] {
  const moved = new Set(
    rows('silver.moved_transactions')
      .filter((row) => row.business_date === slice && row.winning_date !== slice)
      .map(({ id }) => id),
  );
  const newest = new Map<unknown, Row>();
  for (const row of rows('bronze.transactions')) {
    const known = newest.get(row.id);
    if (known === undefined || Number(known.version) < Number(row.version)) newest.set(row.id, row);
  }
  return [...newest.values()].filter(({ id }) => !moved.has(id));
}

function moved({ rows }: Sources): readonly Row[] {
  const days = new Map<unknown, Row[]>();
  for (const row of rows('bronze.transactions')) {
    days.set(row.id, [...(days.get(row.id) ?? []), row]);
  }
  return [...days].flatMap(([id, versions]) => {
    const found = [...new Set(versions.map((row) => String(row.business_date)))].sort();
    const winner = [...versions].sort((a, b) => Number(b.version) - Number(a.version))[0];
    if (found.length < 2) return [];
    return found.map((day) => ({
      id,
      business_date: day,
      winning_date: winner?.business_date,
    }));
  });
}

/** A small lake with every kind of table: moved keys, sliced silver, a reference, days, weeks, a whole. */
export const LAKE_MODELS: readonly TestModel[] = [
  testModel({
    name: 'silver.moved_transactions',
    level: 0,
    reads: ['bronze.transactions'],
    slice: WHOLE,
    dependBy: 'business_date',
    make: moved,
  }),
  testModel({
    name: 'silver.products',
    level: 0,
    reads: ['bronze.products'],
    slice: WHOLE,
    make: ({ rows }) => rows('bronze.products'),
  }),
  testModel({
    name: 'silver.transactions',
    level: 1,
    reads: ['bronze.transactions', 'silver.moved_transactions'],
    make: dedupe,
  }),
  testModel({
    name: 'gold.daily',
    level: 2,
    reads: ['silver.transactions', 'silver.products'],
    make: ({ rows, slice }) => {
      const own = rows('silver.transactions').filter((row) => row.business_date === slice);
      const products = rows('silver.products').length;
      return own.length === 0 ? [] : [{ id: slice, revenue: sum(own), products }];
    },
  }),
  testModel({
    name: 'gold.weekly',
    level: 2,
    reads: ['silver.transactions'],
    slice: { by: 'week', column: 'week_start', lookback: 0 },
    refresh: 'daily',
    make: ({ rows, slice }) => {
      const own = rows('silver.transactions').filter((row) => weekOf(row) === slice);
      return own.length === 0 ? [] : [{ id: slice, revenue: sum(own) }];
    },
  }),
  testModel({
    name: 'gold.total',
    level: 3,
    reads: ['gold.daily'],
    slice: WHOLE,
    make: ({ rows }) => [
      {
        id: 'all',
        revenue: rows('gold.daily').reduce((all, { revenue }) => all + Number(revenue), 0),
      },
    ],
  }),
];

function weekOf({ business_date: day }: Row): string {
  const date = new Date(`${String(day)}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
