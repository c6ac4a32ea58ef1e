import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decimalText, units } from '../end-to-end/naive';
import { gated, sentStates, settled, type Sent } from './small-world';
import { World } from './world';

const SEED = 37;
const DAY_MS = 86_400_000;
const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
const daysApart = (later: string, earlier: string): number =>
  (Date.parse(later) - Date.parse(earlier)) / DAY_MS;

interface Moved {
  readonly key: string;
  readonly day: string;
  readonly units: bigint;
}
const total = (moves: readonly Moved[]): bigint => moves.reduce((sum, one) => sum + one.units, 0n);
const textOf = (moves: readonly Moved[]): string | null =>
  moves.length === 0 ? null : decimalText(total(moves));

describe('windows', { timeout: 300_000 }, () => {
  const done = settled(sentStates(SEED, 150)).filter(({ status }) => status === 'COMPLETED');
  let world: World;

  beforeAll(async () => {
    world = await World.open();
    const bronze = await gated([sentStates(SEED, 150)]);
    await world.give({ transactions: bronze });
  });
  afterAll(() => world?.close());

  it('over days: averages of a week, month and year so far', async () => {
    const signed = (one: Sent): Moved => ({
      key: one.currency,
      day: one.business_date,
      units: one.type === 'refund' ? -units(one.amount) : units(one.amount),
    });
    const moves = done.filter(({ type }) => ['sale', 'refund'].includes(type)).map(signed);
    await world.build('gold.revenue_daily');

    const rows = await world.ask('SELECT * FROM gold.revenue_daily');

    expect(rows.length).toBe(new Set(moves.map(({ key, day }) => `${key} ${day}`)).size);
    for (const row of rows) {
      const [day, currency] = [row['business_date'] ?? '', row['currency'] ?? ''];
      const upTo = moves.filter((one) => one.key === currency && one.day <= day);
      const week = upTo.filter((one) => daysApart(day, one.day) < 7);
      const ofMonth = upTo.filter((one) => one.day.slice(0, 7) === day.slice(0, 7));
      expect(row['month_to_date']).toBe(textOf(ofMonth));
      expect(row['year_to_date']).toBe(
        textOf(upTo.filter((one) => one.day.slice(0, 4) === day.slice(0, 4))),
      );
      expect(Number(row['seven_day_average'])).toBeCloseTo(Number(total(week)) / 70_000, 6);
    }
  });

  it('over months of a customer: three months, and the month before', async () => {
    const moves = done
      .filter(({ type, customer_id: customer }) => type !== 'refund' && customer !== undefined)
      .map((one) => ({
        key: JSON.stringify([one.customer_id, one.account_id ?? '', one.currency]),
        day: one.business_date,
        units: units(one.amount),
      }));
    await world.build('gold.customer_monthly_summary');
    const expected = new Map<string, readonly (string | null)[]>();
    for (const { key, day } of moves) {
      const own = moves.filter((one) => one.key === key);
      const back = (one: Moved): number => monthOf(day) - monthOf(one.day);
      expected.set(`${key} ${day.slice(0, 7)}`, [
        textOf(own.filter((one) => back(one) === 0)),
        textOf(own.filter((one) => back(one) >= 0 && back(one) <= 2)),
        textOf(own.filter((one) => back(one) === 1)),
      ]);
    }

    const rows = await world.ask(
      `SELECT total_amount, rolling_3_month_total, previous_month_total FROM gold.customer_monthly_summary
       WHERE transactions > 0`,
    );

    // Tokens stand for customers, so rows are compared without them; a month of refunds alone is none before.
    const found = rows.map((row) => [
      row['total_amount'],
      row['rolling_3_month_total'],
      row['previous_month_total'] === '0.0000' ? null : row['previous_month_total'],
    ]);
    const sorted = (list: readonly (readonly unknown[])[]): readonly string[] =>
      list.map((one) => JSON.stringify(one)).sort();
    expect(sorted(found)).toEqual(sorted([...expected.values()]));
  });

  it('over the days of an account: net flow and balance of the day', async () => {
    const moves = done
      .filter(({ account_id: account }) => account !== undefined)
      .map((one) => ({
        key: `${one.currency} ${one.account_id ?? ''}`,
        day: one.business_date,
        units: one['direction'] === 'credit' ? units(one.amount) : -units(one.amount),
      }));
    await world.build('gold.account_daily_flow');
    const keys = new Set(moves.map(({ key, day }) => `${key} ${day}`));
    const expected = [...keys].map((key) =>
      textOf(moves.filter((one) => `${one.key} ${one.day}` === key)),
    );

    const rows = await world.ask('SELECT net_flow FROM gold.account_daily_flow');

    expect(rows.map((row) => row['net_flow']).sort()).toEqual([...expected].sort());
  });
});
