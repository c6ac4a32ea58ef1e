import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judged } from '../ingest-file/support/look-alike';
import { World } from '../properties/world';
import { answersOf, distances, exactOf, NEAR } from './support';

const DATA = resolve('../shared/data');
const isThere = existsSync(`${DATA}/complete-journey/answers.json`);
if (!isThere) console.log('SKIP answers of another tool: ../shared/data is absent');

/** Complete Journey is held against its answers where a laptop has it anyway: end-to-end/real-data.test.ts. */
const SOURCES = { cdnow: [['cdnow-sample/CDNOW_sample.txt', 'transactions']] } as const;

describe.skipIf(!isThere).each(['cdnow'] as const)(
  'the tables of %s, held against what pandas made of the same files',
  (source) => {
    const { tables } = answersOf(source);
    let world: World;

    beforeAll(async () => {
      world = await World.open();
      const mapping = readFileSync(`samples/sources/${source}.yaml`, 'utf8');
      const bronze = await Promise.all(
        SOURCES[source].map(async ([file, dataset]) => {
          const read = await judged(file, readFileSync(`${DATA}/${file}`), { mapping, dataset });
          expect(read.rejected).toEqual([]);
          return [dataset, read.accepted] as const;
        }),
      );
      await world.give(Object.fromEntries(bronze));
    }, 300_000);
    afterAll(() => world?.close());

    it.each(Object.keys(tables))(
      '%s',
      async (table) => {
        const answer = tables[table];
        if (answer === undefined) throw new Error(`no answer for ${table}`);
        const { rows, sums, counts, digest } = answer;
        await world.build(`gold.${table}`);
        const ask = (sql: string) => world.ask(sql);

        const far = await distances(ask, table, answer);

        expect(Object.entries(far).filter(([, distance]) => distance > NEAR)).toEqual([]);
        expect(await exactOf(ask, table, answer)).toEqual({ rows, sums, counts, digest });
      },
      300_000,
    );
  },
);
