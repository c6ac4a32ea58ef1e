import { Ajv } from 'ajv';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';
import { join } from 'node:path';
import { contracts } from '../../lambdas/shared/contracts';
import { AJV_OPTIONS } from '../../lambdas/shared/contracts/ajv-options';
import type { Contract } from '../../lambdas/shared/contracts/contract';
import { validationSchema } from '../../lambdas/shared/derive/json-schema';

/** Sources of modules, by bronze table; the default export of each is that contract's validator. */
export type ValidatorSources = Readonly<Record<string, string>>;

/**
 * What a validator says about a rejected record: nobody reads it, since the gate's own reader explains
 * rejects, and it is half of the code.
 */
const EXPLANATION = /validate[0-9]+\.errors = \[\{instancePath:.*?\}\}\];/g;

/** The validators of all contracts, compiled ahead of time. */
export function standaloneValidators(): ValidatorSources {
  const ajv = new Ajv({ ...AJV_OPTIONS, code: { source: true, esm: true } });
  const sourceOf = (contract: Contract): string =>
    standalone(ajv, ajv.compile(validationSchema(contract))).replace(EXPLANATION, '');
  return Object.fromEntries(
    Object.entries(contracts).map(([table, contract]) => [table, sourceOf(contract)]),
  );
}

const SCHEME = 'validator:';

/** Loads the one that is asked for. */
const chooser = (tables: readonly string[]): string => `
const chunks = { ${tables.map((table) => `${table}: () => import('${SCHEME}${table}')`).join(', ')} };
export async function validatorOf(contract) {
  const load = chunks[contract.table];
  if (load === undefined) throw new Error('no validator was generated for ' + contract.table);
  return (await load()).default;
}
`;

/**
 * ajv compiles by `new Function` at run time: slow to load and 39 KB gz; a bundle has its output instead, and
 * each contract's in a chunk of its own.
 */
export const compiledValidators = (sources: () => ValidatorSources): Plugin => ({
  name: 'compiled-validators',
  setup(build) {
    let made: ValidatorSources | undefined;
    const all = (): ValidatorSources => (made ??= sources());
    build.onLoad(
      { filter: /lambdas[\\/]shared[\\/]contracts[\\/]validator-of\.ts$/ },
      ({ path }) => ({
        contents: chooser(Object.keys(all())),
        loader: 'js',
        resolveDir: join(path, '..'),
      }),
    );
    build.onResolve({ filter: new RegExp(`^${SCHEME}`) }, ({ path, resolveDir }) => ({
      path: path.slice(SCHEME.length),
      namespace: 'validator',
      pluginData: resolveDir,
    }));
    build.onLoad({ filter: /.*/, namespace: 'validator' }, ({ path, pluginData }) => ({
      contents: all()[path] ?? '',
      loader: 'js',
      resolveDir: String(pluginData),
    }));
  },
});
