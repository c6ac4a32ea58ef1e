import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { standaloneValidators } from '../../lib/build/validators';
import { configFor } from '../../lib/config';

export interface TransformBench {
  /** Milliseconds that importing the transform takes over importing an empty bundle, median. */
  readonly importMs: number;
  /** Gzipped bytes of everything that the import loads; SDK clients are lazy chunks. */
  readonly gzBytes: number;
}

const PROCESSES = 21;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BANNER =
  "import { createRequire as createRequireOfBundle } from 'node:module';" +
  'const require = createRequireOfBundle(import.meta.url);';

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Bundles an entry as lib/build/bundle.ts does and returns the files that its import loads at once. */
async function bundled(entry: string, outdir: string): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [{ in: entry, out: 'handler' }],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    minifySyntax: true,
    minifyWhitespace: true,
    banner: { js: BANNER },
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
    plugins: [
      {
        name: 'compiled-validators',
        setup: (plugins) =>
          plugins.onLoad({ filter: /contracts[\\/]validators\.ts$/ }, () => ({
            contents: standaloneValidators(),
            loader: 'js',
          })),
      },
    ],
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [path, output]));
  const loaded = new Set<string>();
  const visit = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind } of outputs.get(path)?.imports ?? []) {
      if (kind === 'import-statement' && outputs.has(next)) visit(next);
    }
  };
  for (const [path, { entryPoint }] of outputs) if (entryPoint === entry) visit(path);
  return [...loaded].map((path) => join(ROOT, path));
}

/** Milliseconds that a fresh process takes to import a module. */
function importTime(module: string): number {
  const script =
    'const start = process.hrtime.bigint();' +
    `await import(${JSON.stringify(pathToFileURL(module).href)});` +
    'console.log(Number(process.hrtime.bigint() - start) / 1e6);';
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', script],
    {
      encoding: 'utf8',
      env: {
        CONTRACT: 'transactions',
        HMAC_KEY_ID: 'bench',
        GATE_SETTINGS: JSON.stringify(configFor('prod').gate),
      },
    },
  );
  if (status !== 0) throw new Error(`the bundle cannot be imported: ${stderr}`);
  return Number(stdout);
}

/** Size and import time of the transform's bundle, against an empty one, in turn in fresh processes. */
export async function benchTransform(): Promise<TransformBench> {
  const folder = mkdtempSync(join(tmpdir(), 'transform-size-'));
  try {
    const files = await bundled('lambdas/transform-records/handler.ts', join(folder, 'transform'));
    const empty = join(folder, 'empty.mjs');
    writeFileSync(empty, `${BANNER}export const handler = () => {};\n`);
    const handler = join(folder, 'transform', 'handler.mjs');
    const differences = Array.from({ length: PROCESSES }, () => {
      const bare = importTime(empty);
      return importTime(handler) - bare;
    });
    return {
      importMs: median(differences),
      gzBytes: files.reduce((total, file) => total + gzipSync(readFileSync(file)).length, 0),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
