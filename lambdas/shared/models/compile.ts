import { createHash } from 'node:crypto';
import type { Contract } from '../contracts/contract';
import { pinnedTables } from './bronze-tables';
import { checksOf } from './compile-checks';
import { checkReferences, referencesOf, type World } from './compile-references';
import { constantsInto, type Constants } from './constants';
import { readDraft, type Draft, type ModelFile } from './draft';
import { findCycle, levelsOf } from './graph';
import type { CompiledModels, Model, ModelColumn } from './model';
import { piiByName } from './pii';
import { ModelError, type Problem } from './problems';
import { canonicalSql, withoutComments } from './sql-text';

/** Raise it when the wrapper changes what a build writes: every table is then rebuilt. */
const WRAPPER = 1;

const sha = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex');

function modelOf(draft: Draft, world: World, problems: Problem[]): Omit<Model, 'level'> {
  const { header, text } = draft;
  const columns = header.columns.map(({ name, type, about, saidPii }): ModelColumn => {
    const pii = saidPii ?? world.piiOf(name);
    return { name, type, about, ...(pii !== 'none' && { pii }) };
  });
  const changes = [
    WRAPPER,
    canonicalSql(text.select),
    columns.map(({ name, type }) => [name, type]),
    [header.slice.by, header.slice.column, header.slice.lookback],
    header.key,
  ];
  return {
    name: draft.name,
    layer: draft.layer,
    table: draft.table,
    file: draft.file,
    title: header.title,
    grain: header.grain,
    key: header.key,
    domain: header.domain,
    slice: header.slice,
    refresh: header.refresh,
    onChange: header.onChange,
    ...(header.dependBy === undefined ? {} : { dependBy: header.dependBy }),
    compression: header.compression,
    ...header.target,
    columns,
    references: referencesOf(draft, world),
    select: withoutComments(text.select),
    fingerprint: sha(changes).slice(0, 16),
    checks: checksOf(draft, problems),
    ...(header.sums.length === 0 ? {} : { sums: header.sums }),
    usesAsOf: draft.found.parameters.some(({ name }) => name === 'as_of'),
  };
}

function checkCycle(models: readonly Omit<Model, 'level'>[], problems: Problem[]): void {
  const cycle = findCycle(models);
  if (cycle === undefined || cycle.length < 3) return;
  const file = models.find(({ name }) => name === cycle[0])?.file ?? '';
  problems.push({ file, line: 1, message: `cycle: ${cycle.join(' → ')}` });
}

export interface CompileOptions {
  readonly contracts: Readonly<Record<string, Contract>>;
  readonly constants: Constants;
}

/**
 * All models of a set of files, in dependency order.
 * @throws ModelError that lists every problem of every file as `file:line message`
 */
export function compileModels(
  files: readonly ModelFile[],
  { contracts, constants }: CompileOptions,
): CompiledModels {
  const problems: Problem[] = [];
  const drafts = files
    .map(constantsInto(constants))
    .flatMap((file) => readDraft(file, problems) ?? []);
  const world: World = {
    sources: pinnedTables(contracts),
    piiOf: piiByName(contracts),
    domains: new Map(drafts.map(({ name, header }) => [name, header.domain])),
  };
  for (const draft of drafts) checkReferences(draft, world, problems);
  const models = drafts.map((draft) => modelOf(draft, world, problems));
  checkCycle(models, problems);
  if (problems.length > 0) throw new ModelError(problems);
  const levels = levelsOf(models);
  const ordered = models
    .map((model) => ({ ...model, level: levels.get(model.name) ?? 0 }))
    .sort((a, b) => a.level - b.level || (a.name < b.name ? -1 : 1));
  return {
    digest: sha(ordered.map(({ name, fingerprint }) => [name, fingerprint])),
    models: ordered,
  };
}
