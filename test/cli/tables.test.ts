import { describe, expect, it } from 'vitest';
import { isOrphan } from '../../cli/tables';

describe('a published table', () => {
  it.each([
    ['gold.daily_sales_summary', false],
    ['silver.transactions', false],
    ['gold.dropped_last_year', true],
    ['silver.daily_sales_summary', true],
    // Bronze and ops have contracts, no models.
    ['bronze.transactions', false],
    ['ops.run_inputs', false],
  ])('%s has no model any more: %s', (name, expected) => {
    expect(isOrphan(name)).toBe(expected);
  });
});
