import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { groupRows } from '../../lambdas/ingest-file/group-rows';
import { LIMITS } from '../../lambdas/ingest-file/limits';
import { keyBy } from '../../lambdas/ingest-file/row-keys';
import type { Row } from '../../lambdas/ingest-file/rows';
import { readFile } from './support/read';

async function* streamed(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}
async function grouped(
  rows: readonly Row[],
  inMemory: number,
): Promise<readonly (readonly Row[])[]> {
  const folder = await mkdtemp(join(tmpdir(), 'group-test-'));
  try {
    const limits = { ...LIMITS, groupInMemoryRows: inMemory, groupBuckets: 4, spoolBytes: 200 };
    const groups: (readonly Row[])[] = [];
    const options = { keyOf: keyBy([['k']]), folder, limits };
    for await (const group of groupRows(streamed(rows), options)) groups.push(group);
    return groups;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
const byFirst = (groups: readonly (readonly Row[])[]) =>
  [...groups].sort((left, right) => (left[0]?.number ?? 0) - (right[0]?.number ?? 0));

const texts = fc.constantFrom('a', 'b', 'c', 'd\u2028e', '"f"\n', '');
const files = fc
  .array(fc.record({ k: texts, v: fc.string() }), { maxLength: 40 })
  .map((cells) => cells.map((row, at): Row => ({ number: at + 1, cells: row, faults: [] })));

describe('grouping', () => {
  it('puts every row into exactly one group of its key, in file order', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (rows) => {
        const groups = await grouped(rows, 1_000);

        expect(
          groups
            .flat()
            .map(({ number }) => number)
            .sort((a, b) => a - b),
        ).toEqual(rows.map(({ number }) => number));
        for (const group of groups) {
          const numbers = group.map(({ number }) => number);
          expect(new Set(group.map(({ cells }) => cells['k'])).size).toBe(1);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
        }
        const alone = groups.filter(([first]) => first?.cells['k'] === '');
        expect(alone.every((group) => group.length === 1)).toBe(true);
      }),
    );
  });

  it('gives the same groups whether rows spill to disk or not', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 20 }), async (rows, inMemory) => {
        const spilled = await grouped(rows, inMemory);

        expect(byFirst(spilled)).toEqual(byFirst(await grouped(rows, 1_000)));
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when one key has too many rows, which are not quoted', async () => {
    const csv = `basket,sku\n${'secret,1\n'.repeat(6)}`;
    const mapping = `
datasets:
  transactions:
    group_by: [basket]
    fields: ${JSON.stringify(constant)}
    items: {fields: {product_id: sku}}
`;
    await expect(readFile('a.csv', csv, { mapping, limits: { groupRows: 4 } })).rejects.toThrow(
      /^more than 4 rows share one group_by value \(row 5 is one of them\)/,
    );
  });
});

const constant = Object.fromEntries(
  [
    'transaction_id',
    'source_system',
    'transaction_time',
    'event_time',
    'channel',
    'type',
    'status',
    'currency',
    'amount',
  ].map((name) => [name, name === 'transaction_id' ? 'basket' : { const: name }]),
);
const MAPPING = `
datasets:
  transactions:
    group_by: [basket]
    order_by: [line]
    fields: ${JSON.stringify({ ...constant, amount: { sum: 'line_amount' } })}
    items: {fields: {product_id: sku, quantity: n, line_amount: {times: [n, price]}}}
`;

describe('any order of the lines', () => {
  it('gives the same records, sums exact to the last digit', async () => {
    const lines = fc.array(
      fc.record({
        basket: fc.integer({ min: 1, max: 5 }),
        n: fc.integer({ min: 0, max: 9 }),
        price: fc.integer({ min: 0, max: 99_999 }),
      }),
      { minLength: 1, maxLength: 25 },
    );
    const shuffled = lines.chain((rows) =>
      fc.tuple(
        fc.constant(rows.map((row, at) => ({ ...row, line: at }))),
        fc.shuffledSubarray(
          rows.map((row, at) => ({ ...row, line: at })),
          { minLength: rows.length },
        ),
      ),
    );
    const read = async (rows: readonly Readonly<Record<string, number>>[]) => {
      const body = rows.map(
        ({ basket, n, price = 0, line }) =>
          `${basket},${n},${(price / 100).toFixed(2)},${line},p${line}`,
      );
      const records = await readFile('a.csv', `basket,n,price,line,sku\n${body.join('\n')}\n`, {
        mapping: MAPPING,
        limits: { groupInMemoryRows: 8, groupBuckets: 3 },
      });
      return records
        .map(({ json }) => json)
        .sort((left, right) => Number(left['transaction_id']) - Number(right['transaction_id']));
    };

    await fc.assert(
      fc.asyncProperty(shuffled, async ([rows, other]) => {
        const records = await read(rows);
        const total = rows.reduce((sum, { n, price }) => sum + n * price, 0);
        const cents = records.map(({ amount }) => Math.round(Number(amount) * 100));

        expect(await read(other)).toEqual(records);
        expect(cents.reduce((sum, amount) => sum + amount, 0)).toBe(total);
      }),
      { numRuns: 40 },
    );
  });
});
