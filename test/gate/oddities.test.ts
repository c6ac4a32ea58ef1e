import { describe, expect, it } from 'vitest';
import { WARNINGS } from '../../lambdas/shared/gate/reasons';
import { accepted, codesOf, fileOrigin, SALE } from './door';
import { sale, transfer, withItem, nested } from './reasons-support';

describe('real oddities are accepted', () => {
  it.each([
    [
      'a basket worth nothing',
      sale({ amount: '0', items: [{ product_id: 'p', quantity: 0, line_amount: 0 }] }),
    ],
    ['a line without quantity', withItem({ quantity: '0' })],
    ['fuel in units', withItem({ quantity: 32_623 })],
    [
      'a line that gives money back',
      sale({
        items: [
          { product_id: 'a', quantity: 1, line_amount: '15.00' },
          { product_id: 'voucher', quantity: 1, line_amount: '-2.50' },
        ],
      }),
    ],
    ['an amount with zeros to spare', sale({ amount: '12.5000' })],
    [
      'yen written with places',
      sale({
        currency: 'JPY',
        amount: '12.00',
        items: [{ product_id: 'p', quantity: 1, line_amount: 12 }],
      }),
    ],
    [
      'a rounding cent over two lines',
      sale({
        items: [
          { product_id: 'a', quantity: 1, line_amount: '6.245' },
          { product_id: 'b', quantity: 1, line_amount: '6.245' },
        ],
      }),
    ],
    [
      'tax on top of the lines',
      sale({ tax: '2.50', items: [{ product_id: 'a', quantity: 1, line_amount: '10.00' }] }),
    ],
    ['a refund with its sale', sale({ type: 'refund', original_transaction_id: 't0' })],
    ['nulls for what is absent', sale({ account_id: null, payments: null, attributes: null })],
    ['a nested document of 32 levels', nested(31)],
    ['an IBAN', transfer({ account_id: 'DE89 3704 0044 0532 0130 00' })],
    ['a UUID', sale({ transaction_id: '4111111a-1111-4111-8111-111111111111' })],
    ['an article number that begins like a card', withItem({ product_id: '4006381333931' })],
    ['a snowflake id', sale({ transaction_id: '1541815603606036480' })],
  ])('%s', (_, record) => {
    expect(codesOf(record)).toEqual([]);
  });

  it('old records by file, which has no window', () => {
    const old = sale({
      currency: 'HRK',
      transaction_time: '1997-01-01T00:00:00Z',
      event_time: '1997-01-01T00:00:00Z',
    });

    expect(codesOf(old, 'transactions', fileOrigin)).toEqual([]);
    expect(codesOf(old)).toEqual(['time.too_old']);
  });
});

describe('oddities that are recorded', () => {
  it.each([
    ['payments.sum', sale({ payments: [{ method: 'cash', amount: '1.00' }] })],
    ['time.order', sale({ event_time: '2026-06-15T09:00:00Z' })],
  ])('%s', (code, record) => {
    expect(Object.keys(WARNINGS)).toContain(code);
    expect(accepted(record)['data_quality_flag']).toBe(`warn:${code}`);
    expect(accepted(SALE)['data_quality_flag']).toBe('ok');
  });

  it.each([
    ['refund', sale({ type: 'refund' })],
    ['reversal', sale({ status: 'REVERSED' })],
  ])('original.missing, of a %s by file; the stream rejects it', (_, record) => {
    const row = accepted(record, 'transactions', fileOrigin);

    expect(Object.keys(WARNINGS)).toContain('original.missing');
    expect(row['data_quality_flag']).toBe('warn:original.missing');
    expect(codesOf(record)).toEqual(['field.required_here']);
    const linked = { ...record, original_transaction_id: 't0' };
    expect(accepted(linked, 'transactions', fileOrigin)['data_quality_flag']).toBe('ok');
  });
});
