import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ENVIRONMENTS } from '../../lib/config';
import type { Check, Checks } from '../infra/checks/check';
import { templatesOf, type Templates } from '../infra/templates';
import { CLASSES, apply, type Mutant, type MutantClass, type Operator } from './mutant';
import { encryption } from './operators/encryption';
import { machine } from './operators/machine';
import { permissions } from './operators/permissions';
import { presence } from './operators/presence';
import { settings } from './operators/settings';

const OPERATORS: readonly Operator[] = [encryption, permissions, settings, presence, machine];

export interface Outcome {
  readonly mutant: Mutant;
  readonly env: string;
  /** The fact that no longer holds, or undefined when nobody noticed. */
  readonly killedBy?: string;
}
/** A survivor that is none: why the changed template is as good. */
export interface Accepted {
  /** Matched against `<env> <class> <stack>/<logical id> <change>`. */
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

/** Every mutant of the environments, tried against every check; the check that killed last goes first. */
export function* tryMutants(checks: Checks, kind?: string): Generator<Outcome> {
  for (const env of ENVIRONMENTS) {
    const lake = templatesOf(env);
    const order = Object.entries(checks);
    for (const [fact, check] of order) {
      const findings = check(lake) ?? [];
      if (findings.length > 0)
        throw new Error(`without a mutation: ${fact}: ${findings.join('; ')}`);
    }
    const mutants = lake.all.flatMap((resource) => OPERATORS.flatMap((of) => of(resource)));
    for (const mutant of mutants.filter((one) => kind === undefined || one.kind === kind)) {
      const killer = order.findIndex(([, check]) => notices(check, apply(lake, mutant)));
      const [killed] = killer < 0 ? [] : order.splice(killer, 1);
      if (killed) order.unshift(killed);
      yield { mutant, env, ...(killed ? { killedBy: killed[0] } : {}) };
    }
  }
}

/** A check that cannot read the mutant has noticed it. */
function notices(check: Check, lake: Templates): boolean {
  try {
    return (check(lake) ?? []).length > 0;
  } catch {
    return true;
  }
}

export const nameOf = ({ mutant: { kind, resource, change }, env }: Outcome): string =>
  `${env} ${kind} ${resource.stack}/${resource.id} ${change}`;

/** Share of killed mutants by class, in the order of `CLASSES`. */
export function scores(
  outcomes: readonly Outcome[],
): ReadonlyMap<MutantClass, readonly [number, number]> {
  return new Map(
    CLASSES.map((kind) => {
      const of = outcomes.filter(({ mutant }) => mutant.kind === kind);
      return [
        kind,
        [of.filter(({ killedBy }) => killedBy !== undefined).length, of.length],
      ] as const;
    }),
  );
}
