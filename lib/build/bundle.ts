import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compiledValidators, type ValidatorSources } from './validators';

export interface BundleRequest {
  /** Folder that holds `lambdas/`. */
  readonly root: string;
  /** Receives one folder per Lambda: `handler.mjs`, its chunks, its extra files. */
  readonly outDir: string;
  readonly lambdas: readonly string[];
  /** Text files to lay beside a handler, by Lambda and file name. */
  readonly extraFiles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly validators: () => ValidatorSources;
}

/** First line of every bundle: CommonJS packages inside an ES module still call require for Node's own modules. */
export const REQUIRE =
  "import { createRequire as createRequireOfBundle } from 'node:module';" +
  'const require = createRequireOfBundle(import.meta.url);';

/** @throws Error that lists the handlers that do not exist */
function entryPoints({ root, lambdas }: BundleRequest): { in: string; out: string }[] {
  const entries = lambdas.map((name) => ({
    in: join(root, 'lambdas', name, 'handler.ts'),
    out: name,
  }));
  const missing = entries.filter((entry) => !existsSync(entry.in)).map((entry) => entry.in);
  if (missing.length > 0) {
    throw new Error(
      `handlers not found: ${missing.join(', ')}: add them or take their names out of lib/build/lambdas.ts`,
    );
  }
  return entries;
}

/** One file that esbuild made, with the names of those it loads, at once or lazily. */
interface Output {
  readonly bytes: Uint8Array;
  readonly loads: readonly string[];
}
type Outputs = ReadonlyMap<string, Output>;

async function compile(request: BundleRequest): Promise<Outputs> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: request.root,
    entryPoints: entryPoints(request),
    outdir: request.outDir,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    banner: { js: REQUIRE },
    // Identifiers stay: Step Functions routes errors by the name of their class.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    write: false,
    logLevel: 'silent',
    plugins: [compiledValidators(request.validators)],
  });
  const bytes = new Map(outputFiles.map((file) => [basename(file.path), file.contents]));
  return new Map(
    Object.entries(metafile.outputs).map(([path, { imports }]) => [
      basename(path),
      {
        bytes: bytes.get(basename(path)) ?? new Uint8Array(),
        loads: imports.filter(({ external }) => !external).map((file) => basename(file.path)),
      },
    ]),
  );
}

/** The files that `entry` needs at any time, itself included, by name. */
function closureOf(entry: string, outputs: Outputs): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const visit = (name: string): void => {
    const output = outputs.get(name);
    if (output === undefined || files.has(name)) return;
    files.set(name, output.bytes);
    output.loads.forEach(visit);
  };
  visit(entry);
  return files;
}

/**
 * Makes `folder` hold exactly `files`, and leaves alone what is already right. A file appears whole: another
 * synthesis of the same sources may be reading.
 */
async function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!files.has(name)) await rm(join(folder, name), { recursive: true });
  }
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    const before = existsSync(path) ? await readFile(path) : undefined;
    if (before?.equals(bytes)) continue;
    const fresh = `${folder}.${process.pid}`;
    await writeFile(fresh, bytes);
    await rename(fresh, path);
  }
}

/**
 * Bundles all Lambdas by one esbuild call, so that shared modules are parsed once, and gives each the
 * files of its own closure only. The same sources give the same bytes.
 * @throws Error when a handler does not exist or esbuild finds an error
 */
export async function bundle(request: BundleRequest): Promise<void> {
  const outputs = await compile(request);
  for (const name of request.lambdas) {
    const files = closureOf(`${name}.mjs`, outputs);
    const handler = files.get(`${name}.mjs`);
    if (handler === undefined) throw new Error(`esbuild gave no output for ${name}`);
    files.delete(`${name}.mjs`);
    files.set('handler.mjs', handler);
    for (const [file, text] of Object.entries(request.extraFiles[name] ?? {})) {
      files.set(file, Buffer.from(text));
    }
    await writeFolder(join(request.outDir, name), files);
  }
}
