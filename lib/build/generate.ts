import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrationOf } from '../../lambdas/shared/migrations';
import type { CompiledModels } from '../../lambdas/shared/models/model';
import { modelsTakingPart } from '../../lambdas/shared/plans/deployed';
import { compiledModels, type ModelsConfig } from './compiled-models';
import type { GeneratedFile } from './lambdas';

interface SourceText {
  /** Path from the root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

function read(root: string, folder: string, extension: string): readonly SourceText[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => ({
      file: `${folder}/${name}`,
      text: readFileSync(join(root, folder, name), 'utf8'),
    }));
}

function models(root: string, config: ModelsConfig): string {
  const compiled = compiledModels(root, config);
  modelsTakingPart({ compiled, settings: config.pipeline }); // refuses tables that nothing makes
  return JSON.stringify(config.pipeline.spark === 'glue' ? compiled : bySql(compiled));
}

/** Where there is no Spark, its tables are like all others. */
const bySql = ({ models: all, ...rest }: CompiledModels): CompiledModels => ({
  ...rest,
  models: all.map(({ spark: _script, ...model }) => model),
});

/** `{<source>: {sha, yaml}}` of the mappings in `samples/sources`; a row names the hash it was mapped by. */
function mappings(root: string): string {
  return JSON.stringify(
    Object.fromEntries(
      read(root, 'samples/sources', '.yaml').map(({ file, text }) => [
        file.slice('samples/sources/'.length, -'.yaml'.length),
        { sha: createHash('sha256').update(text).digest('hex'), yaml: text },
      ]),
    ),
  );
}

/** The warehouse's migrations in their order. */
function migrations(root: string): string {
  return JSON.stringify(
    read(root, 'sql/redshift', '.sql').map(({ file, text }) => migrationOf(file, text)),
  );
}

/**
 * The files that Lambdas read beside their code, made from the sources below `root`.
 * @throws ModelError that lists every fault of every model as `file:line message`
 */
export function generate(
  root: string,
  config: ModelsConfig,
): Readonly<Record<GeneratedFile, string>> {
  return {
    'models.json': models(root, config),
    'mappings.json': mappings(root),
    'migrations.json': migrations(root),
  };
}
