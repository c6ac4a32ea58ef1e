import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { random } from '../sql/history';
import { gated } from './small-world';
import { World } from './world';

const SEED = 5;
const BEGIN = '1900-01-01 00:00:00.000';
const END = '9999-12-31 00:00:00.000';

interface Told {
  readonly product_id: string;
  readonly name: string;
  readonly updated_at: string;
}

/** Versions of a few products, some of them equal to the one before, in no order; two never of one instant. */
function versions(): readonly Told[] {
  const below = random(SEED);
  const told = Array.from({ length: 80 }, (_, at) => ({
    product_id: `p${below(9)}`,
    name: `name ${below(3)}`,
    updated_at: new Date(Date.UTC(2025, 0, 1) + ((at * 37) % 80) * 3_600_000).toISOString(),
  }));
  return told;
}

/** The periods of one product: a version counts from its instant until one that says something else. */
function periodsOf(told: readonly Told[]): readonly string[] {
  const sorted = [...told].sort((left, right) => (left.updated_at < right.updated_at ? -1 : 1));
  const changes = sorted.filter(({ name }, at) => at === 0 || name !== sorted[at - 1]?.name);
  const text = ({ updated_at: time }: Told): string => time.replace('T', ' ').replace('Z', '');
  return changes.map((change, at) => {
    const next = changes[at + 1];
    const [from, to] = [at === 0 ? BEGIN : text(change), next === undefined ? END : text(next)];
    return [change.product_id, change.name, from, to, String(next === undefined)].join('|');
  });
}

describe('periods of a product', { timeout: 120_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  const found = async (parts: readonly (readonly Told[])[]): Promise<readonly string[]> => {
    await world.give({ products: await gated('products', parts) });
    await world.build('silver.products');
    const rows = await world.ask(
      `SELECT concat_ws('|', product_id, name, CAST(valid_from AS varchar), CAST(valid_to AS varchar),
         CAST(is_current AS varchar)) AS line FROM silver.products`,
    );
    return rows.map(({ line }) => String(line)).sort();
  };

  it('fill the time without gap or overlap, whatever the order and repetition of what was told', async () => {
    const told = versions();
    const ids = [...new Set(told.map(({ product_id: id }) => id))];
    const expected = ids.flatMap((id) => periodsOf(told.filter((one) => one.product_id === id)));

    expect(expected.length).toBeGreaterThan(2 * ids.length);
    expect(await found([told])).toEqual([...expected].sort());
    expect(await found([[...told].reverse(), told.slice(0, 30)])).toEqual([...expected].sort());
  });
});
