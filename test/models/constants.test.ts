import { describe, expect, it } from 'vitest';
import { contracts } from '../../lambdas/shared/contracts';
import { compileModels } from '../../lambdas/shared/models/compile';
import { constants } from './constants';
import { file, problemsOf, SELECT } from './model-text';

const using = (changed: Partial<typeof constants> = {}) => {
  const select = `${SELECT}\nWHERE currency = '\${reporting_currency}' AND amount < \${large_amount}`;
  const options = { contracts, constants: { ...constants, ...changed } };
  const [model] = compileModels([file('silver.t', { select })], options).models;
  return model;
};

describe('constants of a deployment', () => {
  it('stand in the SELECT when it is compiled', () => {
    expect(using()?.select).toContain("WHERE currency = 'EUR' AND amount < 10000");
  });

  it('are part of the fingerprint of the models that use them', () => {
    const [plain, other] = [using(), using({ reportingCurrency: 'CHF' })];

    expect(other?.fingerprint).not.toBe(plain?.fingerprint);
    expect(using({ homeCountry: 'CH' })?.fingerprint).toBe(plain?.fingerprint);
  });

  it('refuse a value that could end a literal', () => {
    expect(() => using({ businessZone: "UTC' OR '1'='1" })).toThrow(/^constant business_zone is "/);
    expect(() => using({ fiscalYearStart: 13 })).toThrow('constant fiscal_year_start is "13"');
    expect(() => using({ largeAmount: -1 })).toThrow('constant large_amount is "-1"');
  });

  it('are listed where a name is unknown', () => {
    const [problem = ''] = problemsOf(file('silver.t', { select: `${SELECT} WHERE \${homeland}` }));

    expect(problem).toContain('unknown placeholder ${homeland}');
    expect(problem).toContain('${home_country}');
  });
});
