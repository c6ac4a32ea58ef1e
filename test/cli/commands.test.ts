import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { program } from '../../cli/main';
import { sluice, tempHome } from './command';

const ROOT_FILE = path.join(import.meta.dirname, '..', '..', 'package.json');
const VERBS =
  'start up down produce load run status alerts query tables quality apply generate source lint render docs cost doctor output destroy reset'.split(
    ' ',
  );

describe('help', () => {
  it('names every verb and every exit code', async () => {
    const { code, out } = await sluice(['--help']);

    expect(code).toBe(0);
    for (const verb of VERBS) expect(out).toMatch(new RegExp(`^  ${verb} `, 'm'));
    for (const exit of [0, 1, 2, 3, 4, 5, 130])
      expect(out).toMatch(new RegExp(`^ +${exit}  `, 'm'));
  });

  it('of every verb shows examples and takes --json', () => {
    const verbs = program().commands.map((verb) => verb.commands[0] ?? verb);

    expect(verbs).toHaveLength(VERBS.length);
    for (const verb of verbs) {
      const said: string[] = [];
      verb.configureOutput({ writeOut: (text) => said.push(text) }).outputHelp();
      expect(said.join(''), verb.name()).toContain('Examples:');
      expect(said.join(''), verb.name()).toContain('--json');
    }
  });
});

describe('exit codes', () => {
  it.each<[string, readonly string[], number, string]>([
    ['an unknown verb', ['frobnicate'], 2, "unknown command 'frobnicate'"],
    ['an unknown option', ['run', '--sideways'], 2, "unknown option '--sideways'"],
    ['half a range', ['run', '--from', '2026-01-01'], 2, '--from and --to belong together'],
    ['an unknown environment', ['tables', '--env', 'moon'], 2, 'use dev, staging, prod'],
    ['a statement that writes', ['query', 'DROP TABLE x'], 5, '"DROP" does not read'],
    ['a file that is not there', ['source', 'test', '/no/such.csv'], 3, 'no file /no/such.csv'],
    ['a file to load that is not there', ['load', '/no/such.csv'], 3, 'no file /no/such.csv'],
    ['a folder in place of a file', ['source', 'test', tmpdir()], 2, `${tmpdir()} is no file`],
    [
      'an unknown dataset of a mapping',
      ['load', ROOT_FILE, '--source', 'complete-journey', '--dataset', 'transaction'],
      2,
      'unknown dataset "transaction": --dataset takes ',
    ],
    ['deleting without a yes', ['reset'], 5, 'npx sluice reset --yes'],
    ['a history without a folder', ['generate'], 2, 'a history needs --out'],
  ])('tell %s', async (_, args, code, message) => {
    const ran = await sluice([
      ...args,
      ...(args[0] === 'frobnicate' ? [] : ['--home', tempHome()]),
    ]);

    expect(ran.code).toBe(code);
    expect(ran.err).toContain(message);
    expect(ran.out).toBe('');
  });

  it('come with one JSON object where that is asked for', async () => {
    const { code, out } = await sluice(['query', 'DROP TABLE x', '--json', '--home', tempHome()]);

    expect(code).toBe(5);
    expect(JSON.parse(out)).toMatchObject({ error: { outcome: 'refused' } });
  });
});

describe('generate', () => {
  it('makes the same bytes from the same seed, and says what must come of them', async () => {
    const folders = [tempHome(), tempHome()];
    const options = ['--rows', '50', '--seed', '3', '--end', '2026-01-31', '--days', '5'];
    for (const out of folders) {
      await sluice(['generate', ...options, '--out', out, '--home', tempHome()]);
    }
    const [first, second] = folders.map((folder) =>
      readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
    );

    expect(first).toEqual(second);
    const expected = readFileSync(path.join(folders[0] ?? '', 'expected.json'), 'utf8');
    expect(JSON.parse(expected)).toMatchObject({ records: 50, accepted: 50 });
  });

  it('writes live traffic to standard output, a record a line', async () => {
    const { out, code } = await sluice(['generate', '--live', '--rows', '20', '--bad', '0']);

    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(20);
    expect(JSON.parse(out.split('\n')[0] ?? '')).toHaveProperty('transaction_id');
  });
});

describe('source test', () => {
  it('shows what would be accepted, what rejected and why', async () => {
    const home = tempHome();
    const file = path.join(home, 'products.csv');
    const mapping = path.join(home, 'shop.yaml');
    writeFileSync(file, 'id,name,price\np1,Milk,1.20\np2,Bread,cheap\n');
    writeFileSync(
      mapping,
      [
        'title: shop',
        'zone: UTC',
        "file: {format: csv, delimiter: ','}",
        'datasets:',
        '  products:',
        '    fields:',
        '      product_id: id',
        '      name: name',
        '      list_price: price',
        '',
      ].join('\n'),
    );

    const args = ['source', 'test', file, '--mapping', mapping, '--home', home];
    const [json, text] = [await sluice([...args, '--json']), await sluice(args)];

    expect(JSON.parse(json.out)).toMatchObject({
      received: 2,
      accepted: 1,
      rejected: 1,
      samples: [{ row: 2 }],
    });
    expect(text.out).toContain('1 accepted + 1 rejected');
    expect(text.code).toBe(0);
  });
});

describe('reset', () => {
  it('deletes the data of its home with --yes', async () => {
    const home = tempHome();
    await sluice(['down', '--home', home]);
    expect(existsSync(path.join(home, 'data'))).toBe(true);

    const { code } = await sluice(['reset', '--yes', '--home', home]);

    expect(code).toBe(0);
    expect(existsSync(path.join(home, 'data'))).toBe(false);
  });
});
