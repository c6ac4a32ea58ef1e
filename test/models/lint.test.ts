import { describe, expect, it } from 'vitest';
import { contracts } from '../../lambdas/shared/contracts';
import { lintModels } from '../../lambdas/shared/models/lint';
import { problemLine } from '../../lambdas/shared/models/problems';
import { modelFiles, models } from '../sql/models';
import { constants } from './constants';
import { modelText, SELECT } from './model-text';

describe('lint', () => {
  const options = { contracts, constants, cases: new Set(['t']) };
  const lint = (text: string, name = 'sql/silver/t.sql') =>
    lintModels([{ file: name, text }], options).map(problemLine);

  it('finds nothing in the models of the project', () => {
    const cases = new Set(models.map(({ table }) => table));

    expect(lintModels(modelFiles, { contracts, constants, cases })).toEqual([]);
  });

  it('warns of a model without a case', () => {
    expect(lint(modelText({}), 'sql/silver/u.sql')).toEqual([
      'sql/silver/u.sql:1 warning: no case: add test/fixtures/sql/u/<case>/given.yaml and expect.yaml',
    ]);
  });

  it('wants keywords in upper case and short files', () => {
    const long = `${SELECT.replace('FROM', 'from')}\n${'\n'.repeat(120)}WHERE amount IS NOT NULL`;

    expect(lint(modelText({ select: long }))).toEqual([
      'sql/silver/t.sql:12 the SELECT has 123 lines: split it at 120',
      'sql/silver/t.sql:14 keyword from: write FROM',
    ]);
  });

  it('reports what the compiler refuses, and passes on a fault of its own', () => {
    expect(lint('SELECT 1')).toEqual([
      'sql/silver/t.sql:1 no header: begin with /* … */, a comment of YAML',
    ]);
    const broken = {
      file: 'sql/silver/t.sql',
      get text(): string {
        throw new Error('disk');
      },
    };
    expect(() => lintModels([broken], options)).toThrow('disk');
  });
});
