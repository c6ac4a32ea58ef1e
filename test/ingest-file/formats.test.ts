import { describe, expect, it } from 'vitest';
import { products, readFile } from './support/read';
import { brands } from './formats-support';

describe('CSV', () => {
  it.each([
    ['semicolons', 'id;b\n1;x\n', ['x']],
    ['tabs', 'id\tb\n1\tx\n', ['x']],
    ['bars', 'id|b\n1|x\n', ['x']],
    ['CRLF', 'id,b\r\n1,x\r\n', ['x']],
    ['CR alone', 'id,b\r1,x\r2,y', ['x', 'y']],
    ['no last line end', 'id,b\n1,x', ['x']],
    ['quoted line ends and quotes', 'id,b\n1,"x\n""y"", z"\n', ['x\n"y", z']],
    ['a stray quote', 'id,b\n1,5" pipe\n2,y\n', ['5" pipe', 'y']],
    ['blank lines and rows', 'id,b\n\n1,x\n,\n\n2,y\n', ['x', 'y']],
    ['blanks around', 'id , b\n1 ,  x \n', ['x']],
    ['a byte order mark', '\ufeffid,b\n1,é\n', ['é']],
  ])('with %s', async (_, content, expected) => {
    expect(await brands('a.csv', content)).toEqual(expected);
  });

  it('in latin-1, windows-1252 and UTF-16', async () => {
    const text = 'id;b\n1;Škoda €\n';
    const cp1252 = Buffer.from(text.replace('Š', '\x8a').replace('€', '\x80'), 'latin1');
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');

    expect(
      await brands('a.csv', Buffer.from('id,b\n1,Café\n', 'latin1'), 'charset: latin-1'),
    ).toEqual(['Café']);
    expect(await brands('a.csv', cp1252, 'charset: windows-1252')).toEqual(['Škoda €']);
    expect(await brands('a.csv', utf16)).toEqual(['Škoda €']);
    expect(await brands('a.csv', Buffer.from(utf16).swap16())).toEqual(['Škoda €']);
  });

  it('costs only the row whose bytes are not of the charset', async () => {
    const bytes = Buffer.concat([
      Buffer.from('id,b\n1,é\n2,'),
      Buffer.from([0xe9]),
      Buffer.from('\n3,z\n'),
    ]);

    const records = await readFile('a.csv', bytes, {
      mapping: products('brand: b'),
      dataset: 'products',
    });

    expect(records.map(({ faults }) => faults)).toEqual([[], ['source.charset'], []]);
  });

  it('with columns named by the mapping, lines skipped and no header', async () => {
    const file = 'skip_lines: 2, columns: [id, b]';

    expect(await brands('a.csv', 'Report\nof today\n1,x\n', file)).toEqual(['x']);
    expect(await brands('a.csv', 'Report\nof today\nA,B\n1,x\n', `${file}, header: true`)).toEqual([
      'x',
    ]);
  });

  it('with quotes as text', async () => {
    expect(await brands('a.csv', 'id,b\n1,"x\n2,y\n', 'quote: none')).toEqual(['"x', 'y']);
  });

  it('whose quote never closes is refused without quoting it', async () => {
    const secret = `id,b\n1,"secret${'s'.repeat(2_000)}\n`;

    await expect(brands('a.csv', secret, '', { rowBytes: 1_000 })).rejects.toThrow(
      /^cannot be read as CSV/,
    );
    await expect(brands('a.csv', secret)).rejects.toThrow(/"quote: none"/);
    await expect(brands('a.csv', secret)).rejects.not.toThrow(/secret/);
  });

  it('that is empty is refused', async () => {
    await expect(brands('a.csv', '')).rejects.toThrow('is empty: a header row was expected');
  });
});

describe('caps and endings', () => {
  it('refuse too many rows and unknown names', async () => {
    await expect(brands('a.csv', 'id,b\n1,x\n2,y\n', '', { rows: 1 })).rejects.toThrow(
      'more than 1 rows',
    );
    await expect(brands('a.pdf', 'x')).rejects.toThrow('has an unknown ending');
  });
});
