import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ENV } from '../../lambdas/shared/env';
import { LAMBDA_NAMES, type LambdaName } from '../../lib/build/lambdas';
import { ENVIRONMENTS, configFor, type EnvName } from '../../lib/config';
import { at, ofType, templatesOf, word } from './templates';

const root = join(import.meta.dirname, '../..');
const CALL = /readEnv\(([^)]*)\)/g;

/** Names that the sources of a handler read, by Lambda. */
async function readByLambda(): Promise<ReadonlyMap<string, readonly string[]>> {
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
      Object.keys(inputs).flatMap((file) => namesRead(readFileSync(join(root, file), 'utf8'))),
    ]),
  );
}

const namesRead = (source: string): readonly string[] =>
  [...source.matchAll(CALL)].flatMap(([, names = '']) =>
    [...names.matchAll(/'([A-Z_]+)'/g)].map(([, name = '']) => name),
  );

function entryOf(functionName: string): string {
  const entry = LAMBDA_NAMES.find((name) => functionName.includes(`-${name}`));
  if (entry === undefined) throw new Error(`no lambda of the name ${functionName}`);
  return entry;
}

/** Functions that come with a switch. */
function isOff(env: EnvName, name: LambdaName): boolean {
  const { network, warehouse, notify } = configFor(env);
  if (name === 'migrate-warehouse') return warehouse === 'off';
  if (name === 'settle-network') return warehouse === 'off' && network === 'off';
  return name === 'notify-chat' && notify.chatWebhookSecret === undefined;
}

describe.each(ENVIRONMENTS)('the environment of every function of %s', (env) => {
  let read: ReadonlyMap<string, readonly string[]> = new Map();
  beforeAll(async () => {
    read = await readByLambda();
  });

  it('holds what its handler reads, and nothing else but the name of the environment', () => {
    const functions = ofType(templatesOf(env), 'AWS::Lambda::Function');

    expect(functions.length).toBeGreaterThanOrEqual(LAMBDA_NAMES.length);
    for (const { Properties } of functions) {
      const name = word(Properties.FunctionName);
      const given = Object.keys(at(Properties.Environment, 'Variables') ?? {});
      const wanted = new Set(['SLUICE_ENV', ...(read.get(entryOf(name)) ?? [])]);
      expect(given.sort(), name).toEqual([...wanted].sort());
      expect(ENV, name).toEqual(expect.arrayContaining(given));
    }
  });

  it('is needed by every Lambda of the list', () => {
    expect([...read.keys()].sort()).toEqual([...LAMBDA_NAMES].sort());
    const names = ofType(templatesOf(env), 'AWS::Lambda::Function').map(({ Properties }) =>
      entryOf(word(Properties.FunctionName)),
    );
    const wanted = LAMBDA_NAMES.filter((name) => !isOff(env, name));
    expect([...new Set(names)].sort()).toEqual(wanted.sort());
  });
});
