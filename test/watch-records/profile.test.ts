import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../lambdas/watch-records/pack';
import { EMPTY, KEPT, settled, united, type Trail } from '../../lambdas/watch-records/profile';
import type { Delivered } from '../../lambdas/watch-records/sighting';
import { seen } from './sightings';

const apply = (known: Trail, batch: readonly Delivered[]): Trail =>
  settled('transactions', known, united(known, batch));
const after = (batches: readonly (readonly Delivered[])[]): Trail =>
  batches.reduce(apply, EMPTY.transactions);
/** Everything that is stored of it. */
const stored = (trail: Trail) => ({
  count: trail.count,
  sums: [...trail.sums].sort(),
  bytes: Buffer.from(pack(trail)).toString('hex'),
});

const amount = fc.bigInt({ min: 0n, max: 10n ** 10n });
/** Fewer than a trail keeps: nothing falls out of it, so the order of arrival cannot show. */
const few = fc.uniqueArray(fc.record({ second: fc.nat(3000), amount, shard: fc.nat(3) }), {
  minLength: 1,
  maxLength: KEPT.transactions - 4,
  selector: ({ second }) => second,
});
/** Cuts a list into batches. */
const cut = <T>(list: readonly T[], sizes: readonly number[]): readonly (readonly T[])[] => {
  const parts: T[][] = [];
  let from = 0;
  for (let turn = 0; from < list.length; turn += 1) {
    const size = 1 + (sizes[turn % sizes.length] ?? 0);
    parts.push(list.slice(from, from + size));
    from += size;
  }
  return parts;
};
const sizes = fc.array(fc.nat(6), { minLength: 1, maxLength: 5 });

describe('a profile', () => {
  it('is the same after any order, repetition and split of the batches', () => {
    const cases = fc.tuple(few, sizes, sizes).chain(([made, one, other]) =>
      fc.tuple(
        fc.constant(made.map((of, name) => seen(name, of.second, of))),
        fc.shuffledSubarray(
          made.map((_, name) => name),
          { minLength: made.length },
        ),
        fc.array(fc.nat(made.length - 1), { maxLength: 20 }),
        fc.constant(one),
        fc.constant(other),
      ),
    );
    fc.assert(
      fc.property(cases, ([made, order, again, one, other]) => {
        const shuffled = [...order, ...again].flatMap((at) => made[at] ?? []);

        expect(stored(after(cut(shuffled, one)))).toEqual(stored(after(cut(made, other))));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same however many there are, when each shard keeps its order and batches come again', () => {
    const many = fc.array(fc.record({ second: fc.nat(200_000), amount, shard: fc.nat(2) }), {
      minLength: 30,
      maxLength: 120,
    });
    fc.assert(
      fc.property(many, sizes, fc.array(fc.nat(2), { minLength: 10 }), (rows, lengths, turns) => {
        const made = rows.map((row, name) => seen(name, row.second, row));
        const queues = [0, 1, 2].map((shard) => [
          ...cut(
            made.filter((one) => one.shard === shard),
            lengths,
          ),
        ]);
        // Shards take turns; every batch comes twice, as after a lost answer.
        const mixed: (readonly Delivered[])[] = [];
        while (queues.some(({ length }) => length > 0)) {
          const waiting = queues.filter(({ length }) => length > 0);
          const batch =
            waiting[(turns[mixed.length % turns.length] ?? 0) % waiting.length]?.shift();
          if (batch !== undefined) mixed.push(batch, batch);
        }

        expect(stored(after(mixed))).toEqual(stored(after([made])));
        expect(after(mixed).count).toBe(made.length);
      }),
      { numRuns: 100 },
    );
  });

  it('counts a transaction once, by its newest state', () => {
    const pending = seen(1, 0, { counts: false, statedAt: 10, sequence: 1n });
    const completed = seen(1, 0, { amount: 7n, statedAt: 20, sequence: 2n, shard: 1 });

    const both = [after([[pending], [completed]]), after([[completed, pending]])];

    expect(both.map(({ count }) => count)).toEqual([1, 1]);
    expect(both.map(({ sums }) => sums.get('USD'))).toEqual([7n, 7n]);
  });

  it('has a bound on its size', () => {
    const made = Array.from({ length: 3000 }, (_, name) => seen(name, name, { shard: name % 500 }));

    const bytes = pack(after(cut(made, [49]))).length;

    expect(bytes).toBeLessThan(2400);
  });

  it('of a customer who comes once a day fits into one unit of writing', () => {
    const made = Array.from({ length: 30 }, (_, day) => seen(day, day * 86_400));

    const trail = after(made.map((one) => [one]));

    expect(trail.count).toBe(30);
    expect(pack(trail).length).toBeLessThan(300);
  });

  it('reads back what it wrote', () => {
    const made = [
      seen(1, 0, { key: '-9223372036854775808', sequence: 10n ** 56n - 1n, country: '' }),
      seen(2, 1, { kind: 'login', currency: '', amount: 10n ** 18n - 1n, counts: false }),
    ];
    const trail = after([made]);

    const { recent, floors } = unpack(
      pack({ ...trail, floors: new Map([[7, 9n]]) }),
      'transactions',
    );

    expect(recent).toEqual(
      trail.recent.map(({ track, kind, key, at, statedAt, shard, sequence, ...rest }) => {
        const { country, currency, amount: money, counts } = rest;
        const place = { shard, sequence, country, currency, amount: money, counts };
        return { track, kind, key, at, statedAt, ...place };
      }),
    );
    expect([...floors]).toEqual([[7, 9n]]);
    expect(() => unpack(new Uint8Array([9, 0]), 'transactions')).toThrow('layout 9, not 1');
  });
});
