import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractOfTable, contracts } from '../../lambdas/shared/contracts';
import { compileValidator } from '../../lambdas/shared/contracts/compile-validator';
import { QuickPath } from '../../lambdas/shared/gate/quick-path';
import { TokenCache } from '../../lambdas/shared/gate/token-cache';
import { NOW, validRecord } from './arbitrary';
import { columnsOf, fileOrigin, judge, origin, SALE, settings, tokens, TRANSFER } from './door';

const quickOf = (table: string): QuickPath => {
  const contract = contractOfTable(table);
  return new QuickPath(contract, settings, new TokenCache(tokens), compileValidator(contract));
};

/** A space after the first brace means the same and keeps the quick path from answering. */
const explained = (text: string): string => `{ ${text.slice(1)}`;

describe('the quick path', () => {
  it.each(Object.keys(contracts))('gives the rows of the reader, %s', (table) => {
    const quick = quickOf(table);
    let answered = 0;

    fc.assert(
      fc.property(validRecord(table), fc.constantFrom(origin, fileOrigin), (record, from) => {
        const text = JSON.stringify(record);
        const verdict = quick.judge(text, from, NOW);
        if (verdict === undefined) return;
        answered += 1;
        expect(verdict).toEqual(judge(explained(text), table, from));
      }),
      { numRuns: table === 'transactions' ? 2000 : 300 },
    );

    // fx_rates has bounds that no pattern can say.
    expect(answered).toBeGreaterThan(table === 'fx_rates' ? -1 : 100);
  });

  it('answers for the plain sale and transfer', () => {
    const quick = quickOf('transactions');

    expect(quick.judge(JSON.stringify(SALE), origin, NOW)).toEqual(
      judge(explained(JSON.stringify(SALE))),
    );
    expect(quick.judge(JSON.stringify(TRANSFER), origin, NOW)).toEqual(
      judge(explained(JSON.stringify(TRANSFER))),
    );
  });

  it.each([
    [
      'a repeated key',
      (text: string) => text.replace('"channel":"pos"', '"channel":"pos","channel":"pos"'),
    ],
    [
      'a repeated key whose number is written shorter',
      (text: string) => text.replace('"quantity":1,', '"quantity":1e9,"quantity":1,'),
    ],
    ['a space', (text: string) => text.replace(',', ', ')],
    ['an escape', (text: string) => text.replace('household_1', 'household\\u005f1')],
    [
      'an exponent that shortens',
      (text: string) => text.replace('"quantity":1,', '"quantity":1e3,'),
    ],
    [
      'a number of too many digits',
      (text: string) => text.replace('"10.00"', '10.000000000000001'),
    ],
    ['an unknown field', (text: string) => `${text.slice(0, -1)},"x":1}`],
    ['an unknown member', (text: string) => text.replace('"quantity":1', '"x":1,"quantity":1')],
    ['a forbidden key', (text: string) => `${text.slice(0, -1)},"attributes":{"constructor":"x"}}`],
    ['a card number', (text: string) => text.replace('household_1', '4111111111111111')],
    ['a text that is no JSON', (text: string) => text.slice(0, -1)],
    ['an array', () => '[]'],
  ])('leaves %s to the reader', (_, change) => {
    expect(
      quickOf('transactions').judge(change(JSON.stringify(SALE)), origin, NOW),
    ).toBeUndefined();
  });

  it('never takes what the reader rejects', () => {
    const quick = quickOf('transactions');
    const cut = fc.tuple(
      validRecord('transactions'),
      fc.nat(600),
      fc.nat(600),
      fc.string({ maxLength: 4 }),
    );

    fc.assert(
      fc.property(cut, ([record, from, length, put]) => {
        const text = JSON.stringify(record);
        const at = from % text.length;
        const cutText = text.slice(0, at) + put + text.slice(at + (length % 3));
        // As decoding gives it: half surrogates cannot come out of bytes.
        const changed = Buffer.from(cutText).toString();
        const verdict = quick.judge(changed, origin, NOW);
        if (verdict !== undefined) expect(verdict).toEqual(judge(`${changed} `));
      }),
      { numRuns: 3000 },
    );
  });

  it('cuts rows that are JSON', () => {
    const verdict = quickOf('transactions').judge(JSON.stringify(SALE), origin, NOW);

    expect(columnsOf(verdict?.row ?? '')['items']).toBe(
      '[{"product_id":"p1","quantity":"1","line_amount":"10.00"},{"product_id":"p2","quantity":"2","line_amount":"2.50"}]',
    );
  });
});
