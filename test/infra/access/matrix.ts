import type { Call } from '../../../local/access/calls';
import type { Templates } from '../templates';
import { isAllowed, type Request } from './evaluate';
import { requestsIn } from './requests';
import { policiesOf, type Policies } from './policies';
import { refusedOf } from './refused';
import { labelOf, resolvedOf } from './resolved';
import { reasonFor } from './unused';

export interface Matrix {
  readonly calls: number;
  /** Calls of the run that no policy allows, or that one denies. */
  readonly missing: readonly string[];
  /** Allowed actions that the run does not use and no reason is written down for. */
  readonly unused: readonly string[];
  /** Rights that a role's policy gives and another policy takes away. */
  readonly refused: readonly string[];
  readonly wildcards: readonly string[];
  readonly mutated: number;
  /** Changed calls that are allowed all the same. */
  readonly survived: readonly string[];
}

const made = new WeakMap<Templates, Matrix>();

/** Every call of the end-to-end run against the policies, and the policies against the calls. */
export function matrixOf(lake: Templates): Matrix {
  const known = made.get(lake);
  if (known) return known;
  const matrix = makeMatrix(lake);
  made.set(lake, matrix);
  return matrix;
}

function makeMatrix(lake: Templates): Matrix {
  const resources = resolvedOf(lake);
  const policies = policiesOf(resources);
  const { calls, mutants } = requestsIn(lake.env, resources);
  const labels = new Map(
    resources.ofType('AWS::IAM::Role').map((role) => [role.arn, labelOf(role)] as const),
  );
  const labelOfRole = (arn: string): string => labels.get(arn) ?? arn;
  const shown = ({ principal, action, resource }: Request): string =>
    `${labelOfRole(principal)} ${action} ${resource}`;
  return {
    calls: calls.length,
    missing: calls.filter((call) => !isAllowed(call, policies)).map(shown),
    unused: unusedOf(policies, calls, labelOfRole),
    refused: refusedOf(policies, labelOfRole),
    wildcards: wildcardsOf(policies),
    mutated: mutants.length,
    survived: mutants.filter((mutant) => isAllowed(mutant, policies)).map(shown),
  };
}

/** `access matrix: N calls, missing 0, …` */
export const matrixLine = (matrix: Matrix): string =>
  `access matrix: ${matrix.calls} calls, missing ${matrix.missing.length}, unused ${matrix.unused.length}, ` +
  `wildcards ${matrix.wildcards.length}, refused ${matrix.refused.length}, mutated ${matrix.mutated} denied ${matrix.mutated - matrix.survived.length}`;

function unusedOf(
  { identity }: Policies,
  calls: readonly Call[],
  labelOfRole: (arn: string) => string,
): readonly string[] {
  const used = new Set(calls.map(({ principal, action }) => `${principal} ${action}`));
  return [...identity].flatMap(([role, statements]) => {
    const actions = new Set(
      statements.filter(({ allows }) => allows).flatMap((statement) => statement.actions),
    );
    const label = labelOfRole(role);
    return [...actions]
      .filter((action) => !used.has(`${role} ${action}`))
      .filter((action) => reasonFor(label, action) === undefined)
      .map((action) => `${label} ${action}`);
  });
}

const wildcardsOf = ({ identity, resource }: Policies): readonly string[] =>
  [...identity.values(), ...resource.values()]
    .flat()
    .filter(({ allows }) => allows)
    .flatMap(({ where, actions }) =>
      actions.filter((action) => action.includes('*')).map((action) => `${where} ${action}`),
    );
