import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterOps } from '../../lambdas/shared/models/graph';
import { random } from '../sql/history';
import { models } from '../sql/models';
import { gated, sentStates, type Sent } from './small-world';
import { World } from './world';

const SEED = 11;
const late = afterOps(models);
/** Every gold table but those that tell of runs: what they hold follows from the records alone. */
const GOLD = models
  .filter(({ name, layer }) => layer === 'gold' && !late.has(name))
  .map(({ name }) => name);

const shuffled = <T>(list: readonly T[], seed: number): readonly T[] => {
  const below = random(seed);
  return list
    .map((one) => ({ one, at: below(1e9) }))
    .sort((left, right) => left.at - right.at)
    .map(({ one }) => one);
};
/** Business days that the states of the same transactions touch. */
const daysOf = (all: readonly Sent[], some: readonly Sent[]): readonly string[] => {
  const ids = new Set(some.map(({ transaction_id: id }) => id));
  const days = all.filter(({ transaction_id: id }) => ids.has(id)).map((one) => one.business_date);
  return [...new Set(days)];
};

describe('gold, whatever the way its records came', { timeout: 600_000 }, () => {
  const states = sentStates(SEED, 120);
  let world: World;
  let expected: ReadonlyMap<string, readonly string[]>;

  const gold = async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const tables = new Map<string, readonly string[]>();
    for (const name of GOLD) tables.set(name, await world.lines(name));
    return tables;
  };
  const different = (found: ReadonlyMap<string, readonly string[]>): readonly string[] =>
    GOLD.filter((name) => JSON.stringify(found.get(name)) !== JSON.stringify(expected.get(name)));

  beforeAll(async () => {
    world = await World.open();
    await world.give({ transactions: await gated([states]) });
    expected = await gold();
  }, 600_000);
  afterAll(() => world?.close());

  it('holds something in most tables', () => {
    const filled = GOLD.filter((name) => (expected.get(name)?.length ?? 0) > 0);

    expect(filled.length).toBeGreaterThan(GOLD.length / 2);
  });

  it('is the same for a permutation, in many files, with records delivered twice', async () => {
    const mixed = shuffled([...states, ...states.filter((_, at) => at % 4 === 0)], SEED);
    const files = [mixed.slice(0, 20), mixed.slice(20, 21), mixed.slice(21)];
    await world.give({
      transactions: await gated([...files, mixed.slice(10, 40)]),
    });

    expect(different(await gold())).toEqual([]);
  });

  it('is the same when a third arrives late and only what reads the changed days is built again', async () => {
    const [first, second] = [
      states.filter((_, at) => at % 3 > 0),
      states.filter((_, at) => at % 3 === 0),
    ];
    await world.give({ transactions: await gated([first]) });
    await gold();

    await world.arrive({ transactions: await gated([first, second]) }, daysOf(states, second));

    expect(different(await gold())).toEqual([]);
  });
});
