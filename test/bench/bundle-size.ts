import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { REQUIRE } from '../../lib/build/bundle';
import { compiledValidators, standaloneValidators } from '../../lib/build/validators';
import { configFor } from '../../lib/config';

export interface BundleBench {
  /** Milliseconds that importing the handler takes over importing an empty bundle, median. */
  readonly importMs: number;
  /** Gzipped bytes of everything that the import loads; SDK clients are lazy chunks. */
  readonly gzBytes: number;
}

const PROCESSES = 21;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const TABLE = 'transactions';
/** Chunks that a handler of this contract loads while it is imported; all others wait for a first call. */
const OWN = [`validator:${TABLE}`, 'lambdas/shared/contracts/transaction.ts'];

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** Bundles an entry as lib/build/bundle.ts does and returns the files that its import loads. */
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
    banner: { js: REQUIRE },
    legalComments: 'none',
    metafile: true,
    logLevel: 'silent',
    plugins: [compiledValidators(standaloneValidators)],
  });
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [path, output]));
  const loaded = new Set<string>();
  const visit = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind } of outputs.get(path)?.imports ?? []) {
      const output = outputs.get(next);
      if (output === undefined) continue;
      if (kind === 'import-statement' || OWN.includes(output.entryPoint ?? '')) visit(next);
    }
  };
  for (const [path, { entryPoint }] of outputs) if (entryPoint === entry) visit(path);
  return [...loaded].map((path) => join(ROOT, path));
}

function environment(): NodeJS.ProcessEnv {
  const { gate, watch } = configFor('prod');
  return {
    SLUICE_ENV: 'prod',
    CONTRACT: TABLE,
    HMAC_KEY_ID: 'bench',
    GATE_SETTINGS: JSON.stringify(gate),
    WATCH_SETTINGS: JSON.stringify(watch),
    PROFILE_TABLE: 'bench',
    CONFIGURATION_TABLE: 'bench',
    ALERTS_TOPIC: 'bench',
    ARCHIVE_BUCKET: 'bench',
  };
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
    { encoding: 'utf8', env: environment() },
  );
  if (status !== 0) throw new Error(`the bundle cannot be imported: ${stderr}`);
  return Number(stdout);
}

/** Size and import time of a Lambda's bundle, against an empty one, in turn in fresh processes. */
async function benchBundle(lambda: string): Promise<BundleBench> {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-size-'));
  try {
    const files = await bundled(`lambdas/${lambda}/handler.ts`, join(folder, lambda));
    const empty = join(folder, 'empty.mjs');
    writeFileSync(empty, `${REQUIRE}export const handler = () => {};\n`);
    const handler = join(folder, lambda, 'handler.mjs');
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

export const benchTransform = (): Promise<BundleBench> => benchBundle('transform-records');
export const benchWatcher = (): Promise<BundleBench> => benchBundle('watch-records');
export const benchArchiver = (): Promise<BundleBench> => benchBundle('archive-records');
