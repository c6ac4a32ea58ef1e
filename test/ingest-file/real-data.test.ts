import { existsSync, readFileSync } from 'node:fs';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ingestObject } from '../../lambdas/ingest-file/door';
import type { FileItem } from '../../lambdas/shared/ledger/items';
import { startLedger, type TestLedger } from '../pipeline/support/ledger';
import { emptyWorld, memoryDoor, type World } from './support/memory-door';

const DATA = '../shared/data';
const isThere = existsSync(DATA);
const note = isThere ? '' : ` (skipped: ${DATA} is not there)`;

type Row = Readonly<Record<string, unknown>>;

const cents = (text: unknown): bigint => {
  const [whole = '', part = ''] = String(text).split('.');
  return BigInt(whole + part.padEnd(4, '0').slice(0, 4));
};
const total = (amounts: readonly unknown[]): string => {
  const sum = amounts.reduce<bigint>((so_far, amount) => so_far + cents(amount), 0n);
  return `${String(sum / 10_000n)}.${String(sum % 10_000n).padStart(4, '0')}`;
};

describe.skipIf(!isThere)(
  `real purchases through the file door${note}`,
  { timeout: 180_000 },
  () => {
    let server: TestLedger;
    beforeAll(async () => {
      server = await startLedger();
    });
    afterAll(() => server.stop());

    async function load(source: string, dataset: string, file: string) {
      const world: World = emptyWorld();
      const yaml = readFileSync(`samples/sources/${source}.yaml`, 'utf8');
      world.built[source] = { sha: '', yaml };
      const key = `${source}/${dataset}/${file.split('/').at(-1) ?? file}`;
      const bytes = readFileSync(`${DATA}/${file}`);
      world.landing.set(key, { bytes, lastModified: new Date('2026-01-01') });
      const ledger = await server.open();
      const outcome = await ingestObject(memoryDoor(world, ledger), key);
      if (outcome.status !== 'loaded') throw new Error(JSON.stringify(outcome));
      const objects = [...world.lake].filter(([name]) => !name.startsWith('bronze/quarantine'));
      const rows: Row[] = [];
      for (const [, object] of objects) {
        rows.push(...(await parquetReadObjects({ file: new Uint8Array(object).buffer })));
      }
      return { claim: outcome.file satisfies FileItem, rows, objects };
    }

    it('Complete Journey: all products and households', async () => {
      const products = await load(
        'complete-journey',
        'products',
        'complete-journey/products.csv.gz',
      );
      const people = await load(
        'complete-journey',
        'customers',
        'complete-journey/demographics.csv.gz',
      );

      expect(products.claim).toMatchObject({ accepted: 92_346, rejected: 0 });
      expect(people.claim).toMatchObject({ accepted: 801, rejected: 0 });
    });

    it('CDNOW: 6,919 purchases worth 244,091.94, real duplicate lines kept apart', async () => {
      const { claim, rows } = await load('cdnow', 'transactions', 'cdnow-sample/CDNOW_sample.txt');

      const equal = new Map<string, number>();
      for (const { customer_id, transaction_time, amount, items } of rows) {
        const line = [customer_id, transaction_time, amount, items].map(String).join(' ');
        equal.set(line, (equal.get(line) ?? 0) + 1);
      }
      expect(claim).toMatchObject({ rows: 6_919, accepted: 6_919, rejected: 0 });
      expect(total(rows.map(({ amount }) => amount))).toBe('244091.9400');
      expect(new Set(rows.map(({ transaction_id }) => transaction_id)).size).toBe(6_919);
      expect([...equal.values()].filter((count) => count > 1).length).toBe(19);
    });
  },
);
