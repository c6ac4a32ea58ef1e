import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contracts } from '../../lambdas/shared/contracts';
import { bindModels, type BindConnection } from '../../lambdas/shared/models/bind';
import { compileModels } from '../../lambdas/shared/models/compile';
import { withUpstream } from '../../lambdas/shared/models/graph';
import type { Model } from '../../lambdas/shared/models/model';
import { hiveType, Lake } from './lake';
import { constants } from '../models/constants';
import { modelFiles, models } from './models';

describe('binding', () => {
  let lake: Lake;
  let connection: BindConnection;
  beforeAll(async () => {
    lake = await Lake.open();
    connection = {
      declare: (name, columns) =>
        lake.tables.give(
          lake.engine,
          name,
          columns.map((column) => ({ name: column.name, type: hiveType(column.type) })),
          [],
        ),
      describe: async (sql) => (await lake.engine.query(sql)).columns,
    };
  });
  afterAll(() => lake.close());

  it('proves every column of every model, its build and its audit', async () => {
    expect(await bindModels(models, connection, { contracts })).toEqual([]);
  });

  /** A model, and those that it reads. */
  const probe = (columns: string, select: string): readonly Model[] => {
    const file = {
      file: 'sql/gold/probe.sql',
      text: `/*\ntitle: t\ngrain: g\nkey: [id]\ndomain: shared\nslice: {by: none}\ncolumns:\n${columns}*/\n${select}`,
    };
    const compiled = compileModels([...modelFiles, file], { contracts, constants }).models;
    const needed = withUpstream(compiled, ['gold.probe']);
    return compiled.filter(({ name }) => needed.has(name));
  };
  const id = '  id: {type: varchar, about: a}\n';

  it.each([
    [
      'a column that does not exist',
      id,
      'SELECT store_idd AS id FROM ${silver}.stores',
      /SELECT does not bind/,
    ],
    [
      'another type than declared',
      `${id}  n: {type: bigint, about: a}\n`,
      'SELECT store_id AS id, name AS n FROM ${silver}.stores',
      /column n is varchar but declared bigint/,
    ],
    [
      'a scale that the cast would round',
      `${id}  n: {type: 'decimal(18,2)', about: a}\n`,
      'SELECT store_id AS id, floor_area_m2 AS n FROM ${silver}.stores',
      /column n is decimal\(18,4\) but declared decimal\(18,2\)/,
    ],
    [
      'a fraction declared whole',
      `${id}  n: {type: bigint, about: a}\n`,
      'SELECT store_id AS id, CAST(floor_area_m2 AS double) AS n FROM ${silver}.stores',
      /column n is double but declared bigint/,
    ],
  ])('finds %s', async (_name, columns, select, message) => {
    const problems = await bindModels(probe(columns, select), connection, { contracts });

    expect(problems.map(({ file, message: text }) => `${file} ${text}`)).toEqual([
      expect.stringMatching(message),
    ]);
    expect(problems[0]?.file).toBe('sql/gold/probe.sql');
  });

  it('finds a check that reads a column the table does not have', async () => {
    const checked = `${id}checks: [{expression: 'nme IS NOT NULL'}]\n`;
    const select = 'SELECT store_id AS id FROM ${silver}.stores';

    const problems = await bindModels(probe(checked, select), connection, { contracts });

    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^audit does not bind/),
    ]);
  });
});
