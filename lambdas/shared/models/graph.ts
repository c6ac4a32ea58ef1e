import type { Model, Reference } from './model';
import { isPinned } from './placeholders';

type Node = Pick<Model, 'name' | 'references'>;

const nameOf = ({ layer, table }: Reference): string => `${layer}.${table}`;

/** Names of the models that a model reads, its checks included. */
export const upstreamOf = (model: Node): readonly string[] =>
  model.references.filter(({ layer }) => !isPinned(layer)).map(nameOf);

/** Names of the models and of all that they read, directly or not, checks included; any that is no model is left out. */
export function withUpstream(models: Iterable<Node>, names: Iterable<string>): ReadonlySet<string> {
  const byName = new Map(Array.from(models, (model) => [model.name, model]));
  const found = new Set<string>();
  const add = (name: string): void => {
    const model = byName.get(name);
    if (model === undefined || found.has(name)) return;
    found.add(name);
    upstreamOf(model).forEach(add);
  };
  for (const name of names) add(name);
  return found;
}

/** A cycle as `a → b → a`, or undefined. Names that are no models are ignored. */
export function findCycle(models: readonly Node[]): readonly string[] | undefined {
  const byName = new Map(models.map((model) => [model.name, model]));
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | undefined => {
    const seen = path.indexOf(name);
    if (seen >= 0) return [...path.slice(seen), name];
    const model = byName.get(name);
    if (model === undefined || done.has(name)) return undefined;
    for (const next of upstreamOf(model)) {
      const cycle = visit(next, [...path, name]);
      if (cycle !== undefined) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const { name } of models) {
    const cycle = visit(name, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

const readsOps = ({ references }: Node): boolean => references.some(({ layer }) => layer === 'ops');

/** Names of the models that read what a run says of itself, directly or not: they are built when all else is. */
export function afterOps(models: readonly Node[]): ReadonlySet<string> {
  const found = new Set(models.filter(readsOps).map(({ name }) => name));
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const model of models) {
      if (upstreamOf(model).some((name) => found.has(name))) found.add(model.name);
    }
  }
  return found;
}

/**
 * The level of every model: 0 reads bronze only, otherwise 1 + the highest level it reads. Those that read
 * what a run says of itself stand above all others.
 * @param models without a cycle
 */
export function levelsOf(models: readonly Node[]): ReadonlyMap<string, number> {
  const last = afterOps(models);
  const levels = new Map(plainLevels(models.filter(({ name }) => !last.has(name))));
  const highest = Math.max(-1, ...levels.values());
  const rest = plainLevels(models.filter(({ name }) => last.has(name)));
  for (const [name, level] of rest) levels.set(name, highest + 1 + level);
  return levels;
}

function plainLevels(models: readonly Node[]): ReadonlyMap<string, number> {
  const byName = new Map(models.map((model) => [model.name, model]));
  const levels = new Map<string, number>();
  const levelOf = (model: Node): number => {
    const known = levels.get(model.name);
    if (known !== undefined) return known;
    const below = upstreamOf(model).flatMap((name) => byName.get(name) ?? []);
    const level = below.length === 0 ? 0 : 1 + Math.max(...below.map(levelOf));
    levels.set(model.name, level);
    return level;
  };
  models.forEach(levelOf);
  return levels;
}

/** Names of all models that read the named ones, directly or not; checks do not count. */
export function downstreamOf(
  models: readonly Node[],
  names: readonly string[],
): ReadonlySet<string> {
  const reached = new Set(names);
  const found = new Set<string>();
  for (let grew = true; grew;) {
    grew = false;
    for (const { name, references } of models) {
      const reads = references.some((used) => used.auditOnly !== true && reached.has(nameOf(used)));
      if (!reads || found.has(name)) continue;
      found.add(name);
      reached.add(name);
      grew = true;
    }
  }
  return found;
}
