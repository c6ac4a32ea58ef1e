import { describe, expect, it } from 'vitest';
import { REASONS } from '../../lambdas/shared/gate/reasons';
import { codesOf, judge, openGate, origin } from './door';
import { sale } from './reasons-support';
import { EXAMPLES } from './reason-examples';

describe.each(Object.entries(EXAMPLES))('the reason %s', (code, records) => {
  it.each(records.map((record, at) => [at + 1, record] as const))(
    'is found, example %i',
    (_, record) => {
      expect(codesOf(record)).toEqual([code]);
    },
  );
});

describe('the list of reasons', () => {
  it('has an example each, but for those that need another door, setting or a broken gate', () => {
    const elsewhere = [
      'record.not_utf8',
      'field.unknown',
      'card.invalid',
      'quantity.sign',
      'gate.fault',
    ];
    const ofFiles = Object.keys(REASONS).filter((code) => code.startsWith('source.'));

    expect([...Object.keys(EXAMPLES), ...elsewhere, ...ofFiles].sort()).toEqual(
      Object.keys(REASONS).sort(),
    );
  });

  it('holds what cannot be written as text: bad UTF-8', () => {
    for (const bytes of [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0x22, 0xe9, 0x22]]) {
      const verdict = judge(Uint8Array.from(bytes));
      expect(verdict.accepted ? [] : verdict.reasons.map(({ code }) => code)).toEqual([
        'record.not_utf8',
      ]);
    }
  });

  it('refuses unknown fields where the environment is strict', () => {
    const strict = openGate('transactions', { schemaMode: 'strict' });
    const verdict = strict.judge(Buffer.from(JSON.stringify(sale({ colour: 'red' }))), origin);

    expect(verdict.accepted ? [] : verdict.reasons).toEqual([{ code: 'field.unknown', path: '?' }]);
  });

  it('reports every violation of a record, with its place', () => {
    const verdict = judge(
      '{"amount":"1,5","amount":"2","channel":"POS","__proto__":{},"x":1e999,"items":[{"quantity":-1}],"currency":"EUR"}',
    );

    expect(
      verdict.accepted ? [] : verdict.reasons.map(({ code, path }) => `${code} ${path}`).sort(),
    ).toEqual(
      [
        'key.duplicate amount',
        'key.forbidden ?',
        'number.not_finite ?',
        'text.value channel',
        'decimal.range items[0].quantity',
        'field.missing event_time',
        'field.missing items[0].line_amount',
        'field.missing items[0].product_id',
        'field.missing source_system',
        'field.missing status',
        'field.missing transaction_id',
        'field.missing transaction_time',
        'field.missing type',
      ].sort(),
    );
  });

  it('stops at a hundred reasons', () => {
    const items = Array.from({ length: 900 }, () => ({}));
    const verdict = judge(JSON.stringify(sale({ items })));

    expect(verdict.accepted ? 0 : verdict.reasons.length).toBe(100);
  });
});
