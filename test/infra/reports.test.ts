import { describe, expect, it } from 'vitest';
import { reportAlarms, reportHours } from '../../lib/alarms/reports';
import { configFor, type Config } from '../../lib/config';

const prod = configFor('prod');
const building = (pipeline: Partial<Config['pipeline']>): Config => ({
  ...prod,
  pipeline: { ...prod.pipeline, ...pipeline },
});

describe('the deadline of the regulatory report', () => {
  it('is four hours after the end of the day, and alarmed', () => {
    expect(reportHours(prod)).toBe(4);
    expect(reportAlarms(prod).map(({ id, tells }) => `${id} ${tells}`)).toEqual([
      'regulatory-late page',
    ]);
  });

  it.each([
    ['a lake without banking', building({ domains: ['retail', 'shared'] })],
    ['a lake of other tables', building({ tables: ['gold.customer_rfm'] })],
  ])('is none of %s', (_what, config) => {
    expect(reportHours(config)).toBe('off');
    expect(reportAlarms(config)).toEqual([]);
  });

  it('is one of a lake that names the table', () => {
    expect(reportHours(building({ tables: ['gold.regulatory_daily'] }))).toBe(4);
  });
});
