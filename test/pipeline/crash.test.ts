import { describe, expect, it } from 'vitest';
import { SETTINGS, type TestLake } from './support/lake';
import { Killed, runMedallion } from './support/machine';
import { emptyLakes, sale } from './support/setup';

const lakeOf = emptyLakes();

/** Fewer tables make fewer steps; all kinds of dependency are still there. */
function slim(lake: TestLake): TestLake {
  const names = ['silver.moved_transactions', 'silver.transactions', 'gold.total'];
  const kept = lake.models.filter(({ name }) => names.includes(name));
  lake.models = kept.map((model) =>
    model.name === 'gold.total'
      ? {
          ...model,
          references: [{ layer: 'silver', table: 'transactions' }],
          level: 2,
          make: ({ rows }) => {
            const all = rows('silver.transactions');
            return [{ id: 'all', revenue: all.reduce((sum, row) => sum + Number(row.amount), 0) }];
          },
        }
      : model,
  );
  lake.settings = { ...SETTINGS, slicesPerBatch: 100, parallelBuilds: 1 };
  return lake;
}

const dayOf = (n: number): string => new Date(Date.UTC(2026, 0, 5 + n)).toISOString().slice(0, 10);

/**
 * Round `n` of an endless story: a new day, and a newer version of the sale of the first day, which
 * moves it to the new day.
 */
async function arrivals(lake: TestLake, n: number): Promise<void> {
  await lake.arrive('transactions', dayOf(n), [sale(`s${n}`, 1), sale('wanderer', 1000 + n, n)]);
}
const expectedTotal = (n: number): number => n + 1 + 1000 + n;

async function killed(run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return false;
  } catch (error) {
    if (error instanceof Killed) return true;
    throw error;
  }
}

describe('a crash', () => {
  it('before or after any step of either machine, then another run: the same tables', async () => {
    const lake = slim(lakeOf());
    await arrivals(lake, 0);
    await runMedallion(lake, {});
    const moments: string[] = [];
    for (let round = 1; ; round += 1) {
      await arrivals(lake, round);
      let passed = 0;
      const at = (moment: string): void => {
        if ((passed += 1) < round) return;
        moments.push(moment);
        throw new Killed();
      };
      const wasKilled = await killed(() => runMedallion(lake, {}, { at }));
      const ended = await runMedallion(lake, {});

      expect(ended.cause, moments.at(-1)).toBeUndefined();
      expect(lake.table('gold.total'), moments.at(-1)).toEqual([
        { id: 'all', revenue: expectedTotal(round) },
      ]);
      const wanderers = lake.table('silver.transactions').filter(({ id }) => id === 'wanderer');
      expect(wanderers, moments.at(-1)).toHaveLength(1);
      if (!wasKilled) break;
    }
    // plan, a level each, five steps a build, report: before and after
    expect(moments.length).toBe(2 * (1 + 3 + 3 * 5 + 1));
  }, 300_000);

  it('between ledger and Glue is repaired by the next run, even when nothing else is new', async () => {
    const lake = slim(lakeOf());
    await arrivals(lake, 0);
    await runMedallion(lake, {});
    for (let round = 1; ; round += 1) {
      await arrivals(lake, round);
      let changes = 0;
      lake.glue.beforeChange = () => {
        if ((changes += 1) === round) throw new Killed();
      };
      const wasKilled = await killed(() => runMedallion(lake, {}));
      lake.glue.beforeChange = () => undefined;
      await runMedallion(lake, {});

      expect(lake.table('gold.total')).toEqual([{ id: 'all', revenue: expectedTotal(round) }]);
      for (const [slice, state] of await lake.ledger.slices.of('silver.transactions')) {
        const partition = lake.glue.partitionsOf('silver.transactions')[slice];
        const location = state.published?.rows === 0 ? undefined : state.published?.location;
        expect(partition).toBe(location);
      }
      if (!wasKilled) break;
      expect(round).toBeLessThan(40);
    }
  }, 300_000);
});
