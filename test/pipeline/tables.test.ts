import { describe, expect, it } from 'vitest';
import { modelsTakingPart } from '../../lambdas/shared/plans/deployed';
import { configFor } from '../../lib/config';
import { withTables } from '../../lib/tables';
import { testModel } from './support/models';

const make = () => [];
const compiled = {
  digest: '',
  models: [
    testModel({ name: 'silver.a', level: 0, make, reads: ['bronze.transactions'] }),
    testModel({ name: 'silver.b', level: 0, make, reads: ['bronze.transactions'] }),
    testModel({ name: 'gold.c', level: 1, make, reads: ['silver.a'] }),
    testModel({ name: 'gold.d', level: 2, make, reads: ['gold.c', 'silver.b'] }),
  ],
};
const taking = (tables?: string) => {
  const { pipeline } = withTables(configFor('dev'), tables);
  return [...modelsTakingPart({ compiled, settings: pipeline }).keys()];
};

describe('the tables of an environment', () => {
  it('are all when none is named', () => {
    expect(taking()).toEqual(['silver.a', 'silver.b', 'gold.c', 'gold.d']);
  });

  it('are those named and what they read', () => {
    expect(taking('gold.c')).toEqual(['silver.a', 'gold.c']);
    expect(taking('silver.b,gold.c')).toEqual(['silver.a', 'silver.b', 'gold.c']);
  });

  it('are refused when nothing makes them', () => {
    expect(() => taking('gold.x')).toThrow('tables: unknown gold.x: choose from silver.a');
    expect(() => taking('gold.c, gold.d')).toThrow('tables: " gold.d" is no table');
  });
});
