import { describe, expect, it } from 'vitest';
import { models } from '../sql/models';
import { acceptedScans, grew } from './accepted-scans';
import { modelScans, unpruned } from './model-scans';

const accepted = acceptedScans();

describe('what models scan', () => {
  // `npm run scans -- "<why>"` accepts what has changed.
  it.each(models.map((model) => [model.name, model] as const))(
    'is what was accepted for %s',
    (name, model) => {
      const { why, ...scans } = accepted[name] ?? {};

      const found = modelScans(model, models);

      expect(scans).toEqual(found);
      if (why === undefined) expect(unpruned(model, found)).toEqual([]);
    },
  );

  it('is accepted for models that exist, and for no others', () => {
    expect(models.length).toBeGreaterThan(20);
    expect(Object.keys(accepted)).toEqual(models.map(({ name }) => name).sort());
  });

  it('grows with a column, a partition or another reading, and not with fewer', () => {
    const before = { build: ['a.b, 1 day: x y', 'a.b, 1 day: x'], audit: [] };

    expect(grew(before, { build: ['a.b, 1 day: x y'], audit: [] })).toBe(false);
    expect(grew(before, { build: ['a.b, 2 days: x y'], audit: [] })).toBe(true);
    expect(grew(before, { build: ['a.b, 1 day: x y z'], audit: [] })).toBe(true);
    expect(grew(before, { build: [...before.build, 'a.b, 1 day: y'], audit: [] })).toBe(true);
    expect(grew(before, { ...before, audit: ['a.b, 1 day:'] })).toBe(true);
  });
});
