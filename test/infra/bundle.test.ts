import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { bundle } from '../../lib/build/bundle';

function projectOf(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'bundle-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const sources = {
  'lambdas/shared/contracts/validator-of.ts':
    "export const validatorOf = async () => 'compiled at run time';",
  'lambdas/shared/rare.ts': "export const rare: string = 'lazy';",
  'lambdas/shared/only-two.ts': "export const secret = 'of two';",
  'lambdas/one/handler.ts': `import { validatorOf } from '../shared/contracts/validator-of';
    export const handler = async (table) => [await validatorOf({ table }), (await import('../shared/rare')).rare];`,
  'lambdas/two/handler.ts': `import { secret } from '../shared/only-two';
    export const handler = async () => [secret, (await import('../shared/rare')).rare];`,
};

function request(root: string) {
  return {
    root,
    outDir: join(root, 'out'),
    lambdas: ['one', 'two'],
    extraFiles: { two: { 'models.json': '{}' } },
    validators: () => ({
      sales: "export default 'compiled before: sales';",
      stores: "export default 'compiled before: stores';",
    }),
  };
}

/** Name and content of every file below the output folder. */
function filesOf(root: string): Record<string, string> {
  const out = join(root, 'out');
  return Object.fromEntries(
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [
        path.slice(out.length + 1),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ]),
  );
}

interface Bundled {
  readonly handler: (table?: string) => Promise<unknown>;
}
const load = (root: string, name: string): Promise<Bundled> =>
  import(pathToFileURL(join(root, 'out', name, 'handler.mjs')).href) as Promise<Bundled>;

describe('bundle', () => {
  it('gives each Lambda a folder that runs by itself, with validators compiled before', async () => {
    const root = projectOf(sources);

    await bundle(request(root));
    const [one, two] = await Promise.all([load(root, 'one'), load(root, 'two')]);

    expect(await one.handler('sales')).toEqual(['compiled before: sales', 'lazy']);
    expect(await two.handler()).toEqual(['of two', 'lazy']);
  });

  it('lays the closure of a handler and its extra files into its folder, nothing else', async () => {
    const root = projectOf(sources);

    await bundle(request(root));

    const texts = readdirSync(join(root, 'out', 'one')).map((file) =>
      readFileSync(join(root, 'out', 'one', file), 'utf8'),
    );
    expect(texts.join('\n')).not.toContain('of two');
    expect(readdirSync(join(root, 'out', 'two'))).toContain('models.json');
    expect(readdirSync(join(root, 'out', 'one'))).not.toContain('models.json');
  });

  it('keeps the validator of each contract in a chunk of its own, loaded when it is asked for', async () => {
    const root = projectOf(sources);

    await bundle(request(root));

    const out = join(root, 'out', 'one');
    const texts = readdirSync(out).map((file) => readFileSync(join(out, file), 'utf8'));
    const own = texts.filter((text) => text.includes('compiled before'));
    expect(own).toHaveLength(2);
    expect(own.every((text) => !(text.includes(': sales') && text.includes(': stores')))).toBe(
      true,
    );
    expect(readFileSync(join(out, 'handler.mjs'), 'utf8')).not.toContain('compiled before');
    await expect((await load(root, 'one')).handler('none')).rejects.toThrow(/validator .* none/);
  });

  it('gives the same bytes for the same sources, wherever they lie', async () => {
    const [here, there] = [projectOf(sources), projectOf(sources)];

    await bundle(request(here));
    await bundle(request(there));

    expect(filesOf(there)).toEqual(filesOf(here));
  });

  it('removes what an earlier bundle left behind', async () => {
    const root = projectOf({ ...sources, 'out/one/chunk-old.mjs': 'stale' });

    await bundle(request(root));

    expect(readdirSync(join(root, 'out', 'one'))).not.toContain('chunk-old.mjs');
  });

  it('names the handlers that do not exist', async () => {
    const root = projectOf(sources);

    const failing = bundle({ ...request(root), lambdas: ['one', 'three'] });

    await expect(failing).rejects.toThrow(/lambdas\/three\/handler\.ts/);
  });
});
