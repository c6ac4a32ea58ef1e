import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cases, failingChecks, prepare, slicesFor } from './case';
import { Lake } from './lake';
import { models } from './models';

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
    const rows = await lake.built(model, build);
    const audit = await lake.audit(model, build);

    const columns = Object.keys(expected.rows[0] ?? {});
    const shown = rows.map((row) =>
      Object.fromEntries(columns.map((column) => [column, row[column]])),
    );
    const wanted = expected.rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)]),
      ),
    );
    expect(shown).toEqual(wanted);
    expect(failingChecks(model, audit)).toEqual(expected.failing ?? {});
  });
});
