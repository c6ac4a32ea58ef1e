import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { columnsOf, judge, SALE } from './door';
import { readBack } from './duck';

const file = new URL('../../../shared/data/strings/naughty-strings.json', import.meta.url);
const isThere = existsSync(file);
if (!isThere) console.log('SKIP naughty strings: ../shared/data/strings is absent');

const parsed: unknown = isThere ? JSON.parse(readFileSync(file, 'utf8')) : [];
const strings: readonly string[] = Array.isArray(parsed)
  ? parsed.filter((value) => typeof value === 'string')
  : [];

type Plant = (text: string) => object;
/** Everywhere that a producer may write what it likes. */
const PLANTS: Readonly<Record<string, Plant>> = {
  transaction_id: (text) => ({ ...SALE, transaction_id: text }),
  merchant_id: (text) => ({ ...SALE, merchant_id: text }),
  'a product': (text) => ({
    ...SALE,
    items: [{ product_id: text, quantity: 1, line_amount: '12.50' }],
  }),
  'an attribute': (text) => ({ ...SALE, attributes: { note: text } }),
  'the key of an attribute': (text) => ({ ...SALE, attributes: { [text]: 'x' } }),
  'an unknown field': (text) => ({ ...SALE, note: [text, { [text]: text }] }),
  customer_id: (text) => ({ ...SALE, customer_id: text }),
};

describe.skipIf(!isThere)('the 515 naughty strings', () => {
  it('are all there', () => {
    expect(strings.length).toBe(515);
  });

  it.each(Object.entries(PLANTS))('in %s read back equal when accepted', async (_, plant) => {
    const verdicts = strings.map((text) => judge(JSON.stringify(plant(text))));
    const rows = verdicts.filter(({ accepted }) => accepted).map(({ row }) => row);

    const { differences } = await readBack(rows.map(columnsOf), rows);

    expect(rows.length).toBeGreaterThan(400);
    expect(differences).toEqual([]);
    expect(verdicts.some(({ row }) => row.includes('gate.fault'))).toBe(false);
  });

  it('keep their text to the letter', () => {
    for (const text of strings) {
      const verdict = judge(JSON.stringify({ ...SALE, attributes: { note: text } }));
      if (!verdict.accepted) continue;
      const attributes: unknown = JSON.parse(String(columnsOf(verdict.row)['attributes']));
      expect(attributes).toEqual({ note: text });
    }
  });
});
