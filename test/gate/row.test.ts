import { describe, expect, it } from 'vitest';
import { accepted, columnsOf, fileOrigin, judge, origin, SALE } from './door';
import { sale, raw } from './reasons-support';

describe('a row', () => {
  it('keeps decimals as they were written, in plain notation', () => {
    const text = raw('tax', '1.50E0').replace('"quantity":1,', '"quantity":1.0e2,');
    const row = accepted(text);

    expect(row['tax']).toBe('1.50');
    expect(row['items']).toContain('"quantity":"1.0e2"'.replace('1.0e2', '100'));
    expect(accepted(sale({ balance_after: '-0.00' }))['balance_after']).toBe('0.00');
    expect(accepted(sale({ tax: '2.500000' }))['tax']).toBe('2.5000');
    expect(accepted(raw('tax', '12.30'))['tax']).toBe('12.30');
  });

  it('holds instants in UTC with milliseconds', () => {
    const row = accepted(sale({ promised_at: '2026-06-15T10:00:00.98765+05:30' }));

    expect(row['promised_at']).toBe('2026-06-15T04:30:00.987Z');
  });

  it('keeps unknown fields as canonical JSON', () => {
    const row = accepted(
      raw('z', '{"b":1.50,"a":[null,true]}').replace(
        '"quantity":1,',
        '"quantity":1,"colour":"red",',
      ),
    );

    expect(row['_extra']).toBe('{"items":{"0":{"colour":"red"}},"z":{"a":[null,true],"b":1.50}}');
  });

  it('orders the members of items by the contract and attributes by name', () => {
    const row = accepted(
      sale({
        items: [{ line_amount: '12.50', quantity: 1, product_id: 'p' }],
        attributes: { b: '2', a: '1' },
      }),
    );

    expect(row['items']).toBe('[{"product_id":"p","quantity":"1","line_amount":"12.50"}]');
    expect(row['attributes']).toBe('{"a":"1","b":"2"}');
  });

  it('says where it came from', () => {
    expect(accepted(SALE)).toMatchObject({
      _door: 'stream',
      _shard: 'shardId-000000000000',
      _sequence: origin.sequence,
      _subsequence: 0,
      _contract_version: 1,
      _source: '',
      _ingested_at: origin.ingestedAt,
    });
  });

  it('has the same key by both doors and in every state', () => {
    const key = accepted(SALE)['_key64'];

    expect(key).toMatch(/^-?[0-9]+$/);
    expect(accepted(sale({ status: 'FAILED' }), 'transactions', fileOrigin)['_key64']).toBe(key);
    expect(accepted(sale({ transaction_id: 'txn_2' }))['_key64']).not.toBe(key);
    const rejected = judge(JSON.stringify(sale({ amount: '-1' })));
    expect(columnsOf(rejected.row)['_key64']).toBe(key);
  });
});
