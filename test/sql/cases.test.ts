import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases, failingChecks, prepare, slicesFor } from './case';
import { Lake, type Row } from './lake';
import { models } from './models';

/** The columns that the case is about; a value written as a number compares as one. */
const alike = (row: Readonly<Record<string, string | null>>, expected: Row) =>
  Object.fromEntries(
    Object.entries(expected).map(([name, wanted]) => {
      const value = row[name];
      return [name, typeof wanted === 'number' && value !== null ? Number(value) : value];
    }),
  );

describe('SQL cases', () => {
  let lake: Lake;
  beforeAll(async () => {
    lake = await Lake.open();
  });
  afterAll(() => lake.close());

  it('covers every model', () => {
    const tables = new Set(cases.map(({ model }) => model.name));

    expect(models.map(({ name }) => name).filter((name) => !tables.has(name))).toEqual([]);
  });

  it.each(
    cases.map((one) => [`${one.model.table}: ${one.name.replaceAll('-', ' ')}`, one] as const),
  )('%s', async (_name, { model, given, expected }) => {
    await prepare(lake, model, given);

    const build = await lake.build(model, slicesFor(model, given), given.asOf);
    const rows = await lake.built(model, build, expected.where);
    const audit = await lake.audit(model, build);

    expect(rows.map((row, at) => alike(row, expected.rows[at] ?? {}))).toEqual(expected.rows);
    expect(failingChecks(model, audit)).toEqual(expected.failing ?? {});
  });
});
