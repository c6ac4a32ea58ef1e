import { describe, expect, it } from 'vitest';
import { testSource } from '../../lambdas/ingest-file/test-source';
import { contractOf, products } from './support/read';
import { settings, tokens } from './support/memory-door';

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const test = (text: string, mapping?: string, fileName = 'a.csv') =>
  testSource({
    bytes: bytesOf(text),
    fileName,
    contract: contractOf('products'),
    settings,
    tokens,
    ...(mapping !== undefined && { mapping }),
  });

describe('trying a source', () => {
  it('shows what is accepted, what is rejected and why', async () => {
    const report = await test('id,c\n1,2.50\n2,x\n,1\n', products('cost: c'));

    expect(report).toMatchObject({ rows: 3, received: 3, accepted: 1, rejected: 2 });
    expect(report.reasons).toEqual({ 'source.number': 1, 'decimal.form': 1, 'field.missing': 1 });
    expect(report.samples.map(({ row }) => row)).toEqual([2, 3]);
    expect(report.acceptedSamples).toMatchObject([{ product_id: '1', cost: '2.50' }]);
    expect(report.days.count).toBe(1);
  });

  it('needs no mapping for records in the contract’s own form', async () => {
    const report = await test(
      '{"product_id":"1"}\n{"product_id":"2","product_id":"3"}\n',
      undefined,
      'a.ndjson',
    );

    expect(report).toMatchObject({ accepted: 1, rejected: 1, reasons: { 'key.duplicate': 1 } });
  });

  it('names a dataset that the mapping lacks', async () => {
    const mapping = `
datasets:
  stores: {fields: {store_id: a}}
  accounts: {fields: {account_id: a}}
`;
    await expect(test('a\n1\n', mapping)).rejects.toThrow('lacks: it has stores, accounts');
  });
});
