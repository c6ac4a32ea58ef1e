import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silverCounts } from '../../cli/silver-account';
import { datasetOf } from '../../cli/dataset-of';
import { ago, bytes, count, duration, plural } from '../../cli/format';
import { readLines } from '../../cli/read-lines';

describe('silverCounts', () => {
  it('balances whatever the counts are, with what is not built yet as its own part', () => {
    const counts = fc.record({
      silver: fc.nat(),
      duplicates: fc.nat(),
      conflicts: fc.nat(),
      moved: fc.nat(),
      waiting: fc.nat(),
    });
    fc.assert(
      fc.property(counts, (parts) => {
        const { silver, duplicates, conflicts, moved, waiting } = parts;
        const versions = silver + duplicates + conflicts;
        const bronze = versions + moved + waiting;

        expect(silverCounts({ bronze, silver, versions, conflicts, moved })).toEqual({
          ...parts,
          bronze,
          balanced: waiting === 0,
        });
      }),
    );
  });
});

describe('datasetOf', () => {
  const names = ['transactions', 'products', 'fx_rates'];

  it.each([
    ['/a/transactions_sample.csv.gz', 'transactions'],
    ['Products.xlsx', 'products'],
    ['product-2026.csv', 'products'],
    ['fx-rates.csv', 'fx_rates'],
  ])('finds the dataset of %s', (file, expected) => {
    expect(datasetOf(file, names)).toBe(expected);
  });

  it('needs no name where there is only one', () => {
    expect(datasetOf('anything.txt', ['transactions'])).toBe('transactions');
  });

  it('asks when the name says nothing', () => {
    expect(() => datasetOf('data.csv', names)).toThrow('which dataset is data.csv?');
  });
});

describe('readLines', () => {
  const write = (name: string, content: Uint8Array): string => {
    const dir = mkdtempSync(path.join(tmpdir(), 'sluice-lines-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    writeFileSync(path.join(dir, name), content);
    return path.join(dir, name);
  };
  const all = async (file: string): Promise<readonly string[]> => {
    const lines: string[] = [];
    for await (const line of readLines(file)) lines.push(line.toString('latin1'));
    return lines;
  };

  it('gives the bytes of every line, CRLF or LF, with or without an end', async () => {
    const content = Buffer.from('a\r\n\n\xff\xfe\nlast', 'latin1');

    expect(await all(write('x.ndjson', content))).toEqual(['a', '\xff\xfe', 'last']);
    expect(await all(write('x.ndjson.gz', gzipSync(content)))).toEqual(['a', '\xff\xfe', 'last']);
  });

  it('keeps lines that are longer than a chunk', async () => {
    const long = 'x'.repeat(200_000);

    expect(await all(write('x', Buffer.from(`${long}\n${long}y`)))).toEqual([long, `${long}y`]);
  });

  it('says which file is not there', async () => {
    await expect(all('/no/such/file')).rejects.toMatchObject({ outcome: 'unavailable' });
  });
});

describe('figures', () => {
  it('read well', () => {
    expect([count(1234567), plural(1, 'row'), plural(2000, 'row')]).toEqual([
      '1,234,567',
      '1 row',
      '2,000 rows',
    ]);
    expect([bytes(999), bytes(1500), bytes(2_500_000)]).toEqual(['999 B', '1.5 kB', '2.5 MB']);
    expect([duration(12.4), duration(3210), duration(245_000)]).toEqual([
      '12 ms',
      '3.2 s',
      '4 min 05 s',
    ]);
    const now = Date.parse('2026-01-10T00:00:00Z');
    expect(ago('2026-01-09T23:59:50Z', now)).toBe('just now');
    expect(ago('2026-01-09T23:00:00Z', now)).toBe('60 min ago');
    expect(ago('2026-01-09T00:00:00Z', now)).toBe('24 h ago');
    expect(ago('2026-01-01T00:00:00Z', now)).toBe('9 days ago');
  });
});
