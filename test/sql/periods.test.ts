import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model } from '../../lambdas/shared/models/model';
import { failingChecks } from './case';
import { random } from './history';
import { Lake, type Row } from './lake';
import { modelNamed } from './models';

type Built = Readonly<Record<string, string | null>>;
const ALWAYS = ['1900-01-01 00:00:00.000', '9999-12-31 00:00:00.000'] as const;
/** Few instants, ids and values: many meet. */
const at = (hour: number): string =>
  `2026-01-0${1 + Math.floor(hour / 24)}T${pad(hour % 24)}:00:00.000Z`;
const pad = (number: number): string => String(number).padStart(2, '0');
const shown = (instant: string): string => instant.replace('T', ' ').replace('Z', '');

/** A row of a file: which file it came with, when that arrived, and what it says. */
const told = fc.record({
  id: fc.constantFrom('a', 'b'),
  value: fc.constantFrom('x', 'y', 'z'),
  updated: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
  arrived: fc.integer({ min: 0, max: 30 }),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;
/** Two rows of one instant, of which one says when it changed and one only arrived then. */
const TOLD_AND_ARRIVED_AT_ONCE: Told[] = [
  { id: 'a', value: 'y', updated: 0, arrived: 0 },
  { id: 'a', value: 'x', updated: undefined, arrived: 0 },
];

/** What the newest telling of each instant says, equal neighbours as one: by the rules, row by row. */
function periodsOf(rows: readonly Told[]): readonly string[] {
  const ids = [...new Set(rows.map(({ id }) => id))].sort();
  return ids.flatMap((id) => {
    const byBegin = new Map<number, Told & { readonly place: number }>();
    rows.forEach((row, place) => {
      if (row.id !== id) return;
      const begins = row.updated ?? row.arrived;
      const known = byBegin.get(begins);
      // a row that says when it changed goes before one that only arrived then
      const rank = (one: Told & { readonly place: number }): number =>
        (one.updated === undefined ? 0 : 1e6) + one.arrived * 1e3 + one.place;
      const mine = { ...row, place };
      if (known === undefined || rank(mine) > rank(known)) byBegin.set(begins, mine);
    });
    const versions = [...byBegin].sort(([left], [right]) => left - right);
    const changes = versions.filter(
      ([, row], index) => index === 0 || row.value !== versions[index - 1]?.[1].value,
    );
    return changes.map(([begins, row], index) => {
      const next = changes[index + 1]?.[0];
      const from = index === 0 ? ALWAYS[0] : shown(at(begins));
      return [id, row.value, from, next === undefined ? ALWAYS[1] : shown(at(next))].join(' ');
    });
  });
}

const TABLES = [
  { model: modelNamed('silver.products'), bronze: 'products', id: 'product_id', value: 'brand' },
  { model: modelNamed('silver.stores'), bronze: 'stores', id: 'store_id', value: 'city' },
  { model: modelNamed('silver.accounts'), bronze: 'accounts', id: 'account_id', value: 'status' },
  {
    model: modelNamed('silver.customers'),
    bronze: 'customers',
    id: 'customer_id',
    value: 'segment',
  },
] as const;

/** Each begins where the one before it ends, the first with 1900, the last never ends. */
function expectWhole(rows: readonly Built[], id: string): void {
  rows.forEach((row, index) => {
    const [before, after] = [rows[index - 1], rows[index + 1]];
    const isFirst = before?.[id] !== row[id];
    const isLast = after?.[id] !== row[id];
    expect(row.valid_from).toBe(isFirst ? ALWAYS[0] : before?.valid_to);
    expect(row.valid_to).toBe(isLast ? ALWAYS[1] : after?.valid_from);
    expect(row.is_current).toBe(String(isLast));
  });
}

describe('tables that keep their history', () => {
  let lake: Lake;
  beforeAll(async () => {
    lake = await Lake.open();
    for (const table of ['products', 'stores', 'accounts', 'customers', 'customer_updates']) {
      await lake.giveBronze(table, []);
    }
  });
  afterAll(() => lake.close());

  const build = async (model: Model, bronze: string, rows: readonly Row[]) => {
    await lake.giveBronze(bronze, rows);
    await lake.pin({ [bronze]: rows.length, customer_updates: 0 });
    const built = await lake.build(model, []);
    expect(failingChecks(model, await lake.audit(model, built))).toEqual({});
    return lake.built(model, built);
  };

  it.each(TABLES)(
    '$bronze: no gap, no overlap, and the same whatever the order and repetition of its rows',
    async ({ model, bronze, id, value }) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(told, { minLength: 1, maxLength: 12 }),
          fc.nat(),
          async (rows, seed) => {
            const below = random(seed);
            const given = rows.map((row, place) => ({
              [id]: row.id,
              [value]: row.value,
              _door: 'file',
              _sequence: place,
              _ingested_at: at(row.arrived),
              ...(row.updated !== undefined && { updated_at: at(row.updated) }),
            }));
            const order = [...given, ...given.filter((_, place) => place % 2 === 0)]
              .map((row) => ({ row, place: below(1e9) }))
              .sort((left, right) => left.place - right.place)
              .map(({ row }) => row);

            const built = await build(model, bronze, order);

            expectWhole(built, id);
            expect(
              built.map((row) => [row[id], row[value], row.valid_from, row.valid_to].join(' ')),
            ).toEqual(periodsOf(rows));
          },
        ),
        { numRuns: 8, examples: [[TOLD_AND_ARRIVED_AT_ONCE, 0]] },
      );
    },
    60_000,
  );
});
