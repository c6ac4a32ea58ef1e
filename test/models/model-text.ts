import { contracts } from '../../lambdas/shared/contracts';
import { compileModels } from '../../lambdas/shared/models/compile';
import type { Model } from '../../lambdas/shared/models/model';
import { ModelError, problemLine } from '../../lambdas/shared/models/problems';
import { constants } from './constants';

/** A good model file, with parts replaced. Its SELECT begins on line 13. */
export interface Parts {
  readonly header?: Readonly<Record<string, string | undefined>>;
  readonly columns?: readonly string[];
  readonly more?: readonly string[];
  readonly select?: string;
}
const HEADER = {
  title: 'a table',
  grain: 'one row per id',
  key: '[id]',
  domain: 'shared',
  slice: '{by: day, column: business_date, lookback: 0}',
  refresh: 'run',
};
const COLUMNS = [
  'id: {type: varchar, about: an id}',
  "amount: {type: 'decimal(18,4)', about: an amount}",
  'business_date: {type: varchar, about: a day}',
];
export const SELECT =
  'SELECT transaction_id AS id, CAST(amount AS decimal(18,4)) AS amount, business_date\nFROM ${bronze}.transactions';

export function modelText({ header = {}, columns = COLUMNS, more = [], select = SELECT }: Parts) {
  const fields = Object.entries({ ...HEADER, ...header }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${value}`],
  );
  const lines = [...fields, 'columns:', ...columns.map((column) => `  ${column}`), ...more];
  return `/*\n${lines.join('\n')}\n*/\n${select}\n`;
}

export const file = (name: string, parts: Parts = {}) => ({
  file: `sql/${name.replace('.', '/')}.sql`,
  text: modelText(parts),
});

export const compile = (...files: { file: string; text: string }[]): readonly Model[] =>
  compileModels(files, { contracts, constants }).models;

export function oneModel(parts: Parts = {}, name = 'silver.t'): Model {
  const [model] = compile(file(name, parts));
  if (model === undefined) throw new Error('no model');
  return model;
}

/** The lines of the compiler's error; empty when it compiles. */
export function problemsOf(...files: { file: string; text: string }[]): readonly string[] {
  try {
    compile(...files);
    return [];
  } catch (error) {
    if (error instanceof ModelError) return error.problems.map(problemLine);
    throw error;
  }
}
