import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAMBDA_NAMES } from '../../lib/build/lambdas';

const root = join(import.meta.dirname, '../..');
const CALL = /readEnv\(([^)]*)\)/g;

/** Names of environment variables that the sources of a handler read, by Lambda. */
async function namesByLambda(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: LAMBDA_NAMES.map((name) => ({ in: `lambdas/${name}/handler.ts`, out: name })),
    outdir: 'unused',
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    metafile: true,
    write: false,
  });
  return new Map(
    Object.entries(metafile.outputs).map(([output, { inputs }]) => [
      output.replace(/^unused\/(.*)\.js$/, '$1'),
      Object.keys(inputs).flatMap((file) => namesIn(readFileSync(join(root, file), 'utf8'))),
    ]),
  );
}

const namesIn = (source: string): readonly string[] =>
  [...source.matchAll(CALL)].flatMap(([, names = '']) =>
    [...names.matchAll(/'([A-Z_]+)'/g)].map(([, name = '']) => name),
  );

export const namesRead = await namesByLambda();
