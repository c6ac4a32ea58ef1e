import { describe, expect, it } from 'vitest';
import { sluice } from './command';

describe('render', () => {
  it('prints SQL that Athena takes as it stands', async () => {
    const { code, out } = await sluice([
      'render',
      'gold.daily_sales_summary',
      '--day',
      '2026-03-15',
    ]);

    expect(code).toBe(0);
    expect(out).toMatch(/^SELECT\n/);
    expect(out).toContain("'2026-03-15'");
    expect(out).not.toContain('${');
  });

  it('takes the slice that the day falls into', async () => {
    const { out } = await sluice(['render', 'customer_monthly_summary', '--day', '2026-03-15']);

    expect(out).toContain("IN ('2026-03-01')");
  });

  it.each([
    ['an unknown model', ['render', 'gold.nothing'], 3, 'no model is named "gold.nothing"'],
    ['part of a name', ['render', 'customer_r'], 3, 'gold.customer_rfm'],
    ['no day', ['render', 'revenue_daily', '--day', '2026-02-30'], 2, '"2026-02-30" is no day'],
    ['no run', ['render', 'revenue_daily', '--run', 'x'], 2, 'run is not a run id'],
  ])('refuses %s', async (_what, argv, expected, reason) => {
    const { code, err } = await sluice(argv);

    expect(code).toBe(expected);
    expect(err).toContain(reason);
  });
});
