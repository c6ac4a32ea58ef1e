import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { EnvName } from '../../lib/config';
import type { Check, Checks } from '../infra/checks/check';
import { templatesOf, type Resource, type Templates } from '../infra/templates';
import { CLASSES, apply, type Mutant, type MutantClass, type Operator } from './mutant';
import { encryption } from './operators/encryption';
import { callers, tags, variables } from './operators/labels';
import { machine } from './operators/machine';
import { permissions } from './operators/permissions';
import { presence } from './operators/presence';
import { settings } from './operators/settings';

export const OPERATORS: readonly Operator[] = [
  encryption,
  permissions,
  settings,
  presence,
  machine,
  tags,
  variables,
  callers,
];

export interface Outcome {
  /** `<env> <class> <stack>/<logical id> <change>`. */
  readonly name: string;
  readonly kind: MutantClass;
  /** Type of the resource that was changed. */
  readonly type: string;
  /** The fact that no longer holds, or undefined when nobody noticed. */
  readonly killedBy?: string;
}
export interface Tried {
  readonly outcomes: readonly Outcome[];
  /** What the checks find without any mutation. */
  readonly broken: readonly string[];
}
/** A survivor that is none: why the changed template is as good. */
export interface Accepted {
  /** Matched against the name of an outcome. */
  readonly mutant: string;
  readonly reason: string;
}

/** Every check of test/infra/checks, by its fact. */
export async function allChecks(): Promise<Checks> {
  const folder = join(import.meta.dirname, '../infra/checks');
  const modules: readonly Readonly<Record<string, unknown>>[] = await Promise.all(
    readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => import(join(folder, file)) as Promise<Record<string, unknown>>),
  );
  const found = modules.flatMap((module) =>
    Object.entries(module)
      .filter(([name, value]) => name.endsWith('Checks') && typeof value === 'object')
      .flatMap(([, checks]) => Object.entries(checks as Checks)),
  );
  return Object.fromEntries(found);
}

export const accepted = (): readonly Accepted[] =>
  (parse(readFileSync(join(import.meta.dirname, 'accepted.yaml'), 'utf8')) ??
    []) as readonly Accepted[];

export const mutantsOf = ({ all }: Pick<Templates, 'all'>): readonly Mutant[] =>
  all.flatMap((resource) => OPERATORS.flatMap((of) => of(resource))).filter(isChange);

/** Everything allowed where everything was allowed is no mutant. */
const isChange = ({ resource, mutated }: Mutant): boolean =>
  JSON.stringify(mutated) !== JSON.stringify(resource);

/** What is the same of a resource in environments that are configured alike: all but their names. */
function likenessOf(
  { stack, id, Type, Properties, DeletionPolicy }: Resource,
  env: EnvName,
): string {
  const text = JSON.stringify([stack, id, Type, Properties, DeletionPolicy]);
  return text.replaceAll(env, '<env>').replace(/[0-9A-F]{8}/g, '#');
}

/** Resources that differ from those of prod by more than names; in prod, all. */
export function ownOf(lake: Templates): readonly Resource[] {
  if (lake.env === 'prod') return lake.all;
  const tried = new Set(templatesOf('prod').all.map((one) => likenessOf(one, 'prod')));
  return lake.all.filter((one) => !tried.has(likenessOf(one, lake.env)));
}

/**
 * Every mutant of what an environment does not share with prod, tried against every check. Checks that noticed the same change of a resource of the
 * same type go first, then the quickest.
 */
export function* tryMutants(checks: Checks, env: EnvName, kind?: string): Generator<Outcome> {
  const lake = templatesOf(env);
  const byCost = quickestFirst(checks, lake);
  const killers = new Map<string, string>();
  for (const mutant of mutantsOf({ all: ownOf(lake) })) {
    if (kind !== undefined && mutant.kind !== kind) continue;
    const known = killers.get(likeness(mutant));
    const order = known === undefined ? byCost : [known, ...byCost];
    const changed = apply(lake, mutant);
    const killedBy = order.find((fact) => notices(checks[fact], changed));
    if (killedBy !== undefined) killers.set(likeness(mutant), killedBy);
    yield {
      name: nameOf(mutant, env),
      kind: mutant.kind,
      type: mutant.resource.Type,
      ...(killedBy === undefined ? {} : { killedBy }),
    };
  }
}

/** What mutants have in common that the same check is likely to notice. */
const likeness = ({ resource, change }: Mutant): string =>
  `${resource.stack} ${resource.Type} ${change.replace(/\d+/g, '#')}`;

/** The checks that hold without a mutation; what does not hold cannot notice anything. */
function quickestFirst(checks: Checks, lake: Templates): readonly string[] {
  const costs = Object.entries(checks).flatMap(([fact, check]) => {
    const start = performance.now();
    // A copy: what others have remembered of these templates does not count.
    const findings = findingsOf(check, { ...lake });
    return findings.length > 0 ? [] : [{ fact, cost: performance.now() - start }];
  });
  return costs.sort((a, b) => a.cost - b.cost).map(({ fact }) => fact);
}

/** Findings of an environment as it is: one line each, of which there should be none. */
export const brokenFacts = (checks: Checks, env: EnvName): readonly string[] =>
  Object.entries(checks).flatMap(([fact, check]) =>
    findingsOf(check, templatesOf(env)).map((finding) => `${env} ${fact}: ${finding}`),
  );

/** A check that cannot read the mutant has noticed it. */
const notices = (check: Check | undefined, lake: Templates): boolean =>
  check !== undefined && findingsOf(check, lake).length > 0;

function findingsOf(check: Check, lake: Templates): readonly string[] {
  try {
    return check(lake) ?? [];
  } catch (error) {
    return [String(error)];
  }
}

export const nameOf = ({ kind, resource, change }: Mutant, env: string): string =>
  `${env} ${kind} ${resource.stack}/${resource.id} ${change}`;

/** Share of killed mutants by class, in the order of `CLASSES`. */
export function scores(
  outcomes: readonly Outcome[],
): ReadonlyMap<MutantClass, readonly [number, number]> {
  return new Map(
    CLASSES.map((kind) => {
      const of = outcomes.filter((outcome) => outcome.kind === kind);
      return [
        kind,
        [of.filter(({ killedBy }) => killedBy !== undefined).length, of.length],
      ] as const;
    }),
  );
}
