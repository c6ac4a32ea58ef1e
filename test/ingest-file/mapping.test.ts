import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMapping } from '../../lambdas/ingest-file/mapping';
import { MappingError } from '../../lambdas/ingest-file/mapping-place';
import { contracts } from '../../lambdas/shared/contracts';
import { products } from './support/read';

const problems = (text: string): readonly string[] => {
  try {
    parseMapping(text, 'm.yaml', contracts);
    return [];
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
};

describe('a mapping', () => {
  it('is pinned by the sha256 of its text', () => {
    const text = products('brand: make');

    const { sha256 } = parseMapping(text, 'm.yaml', contracts);

    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
  });

  it('of the samples is sound', () => {
    const files = readdirSync('samples/sources');

    const found = files.flatMap((file) =>
      problems(readFileSync(`samples/sources/${file}`, 'utf8')),
    );

    expect(files.length).toBeGreaterThanOrEqual(2);
    expect(found).toEqual([]);
  });

  it('of the documentation lacks nothing but the fields it leaves out', () => {
    const [, example = ''] =
      /```yaml\n([\s\S]*?)```/.exec(readFileSync('docs/sources.md', 'utf8')) ?? [];

    const found = problems(example);

    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((problem) => !problem.includes('the contract requires'))).toEqual([]);
  });

  it('keeps texts that YAML would change: leading zeros, no, dates', () => {
    const text = products("brand: {from: b, map: {01: 'no', no: 2020-01-01}}");

    const { datasets } = parseMapping(text, 'm.yaml', contracts);

    expect([...(datasets['products']?.fields['brand']?.map ?? [])]).toEqual([
      ['01', 'no'],
      ['no', '2020-01-01'],
    ]);
  });

  it('lists every fault with line, place and remedy', () => {
    const text = [
      'zone: Mars/Olympus',
      'cutoff: 20',
      'datasets:',
      '  transactions:',
      '    file: {charset: ebcdic, delimeter: ;}',
      '    fields:',
      '      transaction_id: {form: a}',
      '      amount: {sum: price}',
      '      transaction_time: {from: a, format: "%k"}',
      '      colour: a',
    ].join('\n');

    const found = problems(text).join('\n');

    expect(found).toContain('m.yaml:1 zone: unknown time zone "Mars/Olympus": use an IANA name');
    expect(found).toContain('m.yaml:2 cutoff: cutoff 20: use an hour from 0 to 12');
    expect(found).toContain(
      'm.yaml:5 datasets.transactions.file: unknown word "delimeter": use one of',
    );
    expect(found).toContain('charset: "ebcdic" is not known: use one of utf-8');
    expect(found).toContain(
      'm.yaml:7 datasets.transactions.fields.transaction_id: unknown word "form": use one of from',
    );
    expect(found).toContain('amount: sum of "price", which is no mapped item field');
    expect(found).toContain('unknown time directive "%k"');
    expect(found).toContain(
      'm.yaml:10 datasets.transactions.fields.colour: the contract has no field',
    );
    expect(found).toContain('the contract requires "currency": map it');
  });

  it.each([
    ['datasets: {shops: {fields: {store_id: a}}}', 'no contract "shops"'],
    ['file: {}', 'has no datasets'],
    ['datasets: {stores: {}}', 'has no fields'],
    ['datasets: [a', 'm.yaml:1'],
    [products('brand: {from: a, const: b}'), 'needs exactly one of from, const'],
    [products('brand: {from: a, split: {take: 0}}'), 'split needs by'],
    [products('attributes.x: a'), 'the contract has no field "attributes.x"'],
    [products('brand: {from: a, negate: {colour: red}}'), 'negate refers to "colour"'],
    [
      products('name: {id: {hash_of: row, occurrence: true}}', '', 'group_by: id'),
      'occurrence numbers',
    ],
    [products('brand: a', 'format: fixed'), 'format fixed needs columns with widths'],
    [products('brand: a', 'delimiter: é'), 'a delimiter is 1 to 4 ASCII characters'],
    [products('brand: a', '', 'items: {fields: {product_id: a}}'), 'products has no items'],
  ])('refuses %s', (text, fault) => {
    expect(problems(text).join('\n')).toContain(fault);
  });
});
