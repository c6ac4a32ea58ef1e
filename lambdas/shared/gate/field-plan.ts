import type { CodeField, Contract, Field, ListField } from '../contracts/contract';
import type { DomainTokens, TokenCache } from './token-cache';

/** What the fast path does with a field whose form the compiled schema vouches for. */
export type Action =
  | 'copy'
  | 'free-text'
  | 'token'
  | 'decimal'
  | 'plain'
  | 'instant'
  | 'date'
  | 'code'
  | 'list'
  | 'map'
  | 'explain';

export interface FieldPlan {
  readonly name: string;
  readonly action: Action;
  /** Left out of the row: it names the partition. */
  readonly isPartition: boolean;
  /** Used by the action `token` only, as are the next two by theirs. */
  readonly tokens: DomainTokens;
  readonly codes: CodeField['list'];
  readonly members: readonly FieldPlan[];
  /** `"name":"` as it stands in a row. */
  readonly opening: string;
  /** The same inside a JSON text column, as first member and after another one's value. */
  readonly firstOpening: string;
  readonly nextOpening: string;
}

/** Bounds that the schema's pattern cannot say leave the record to the reader that explains. */
function decimalAction(field: Field): Action {
  if (field.kind !== 'decimal') return 'explain';
  const isPatternEnough = field.max === undefined && (field.min === undefined || field.min === '0');
  return isPatternEnough ? 'decimal' : 'explain';
}

function actionOf(field: Field): Action {
  switch (field.kind) {
    case 'text':
      if (field.pii === 'card') return 'explain';
      if (field.domain !== undefined) return 'token';
      return field.values === undefined ? 'free-text' : 'copy';
    case 'decimal':
      return decimalAction(field);
    case 'integer':
    case 'boolean':
      return 'plain';
    default:
      return field.kind;
  }
}

/** Instants are judged by their top-level name, so those inside lists are left to the reader. */
const membersOf = (field: ListField, cache: TokenCache): readonly FieldPlan[] =>
  Object.entries(field.fields).map(([name, member]) => {
    const plan = fieldPlan(name, member, { isPartition: false, cache });
    return plan.action === 'instant' ? { ...plan, action: 'explain' } : plan;
  });

const fieldPlan = (
  name: string,
  field: Field,
  { isPartition, cache }: { isPartition: boolean; cache: TokenCache },
): FieldPlan => ({
  name,
  action: actionOf(field),
  isPartition,
  tokens: cache.of(field.kind === 'text' && field.domain !== undefined ? field.domain : 'customer'),
  codes: field.kind === 'code' ? field.list : 'currency',
  members: field.kind === 'list' ? membersOf(field, cache) : [],
  opening: `"${name}":"`,
  firstOpening: `{\\"${name}\\":\\"`,
  nextOpening: `\\",\\"${name}\\":\\"`,
});

/** Plans of a contract's fields. */
export class FieldPlans {
  private readonly byName: ReadonlyMap<string, FieldPlan>;
  private readonly order: FieldPlan[] = [];

  constructor(contract: Contract, cache: TokenCache) {
    this.byName = new Map(
      Object.entries(contract.fields).map(([name, field]) => [
        name,
        fieldPlan(name, field, { isPartition: name === contract.partition, cache }),
      ]),
    );
  }

  /**
   * The plan of a field that stands at a position of its record. Sources keep the order of their keys:
   * what stood there last time is nearly always right.
   */
  at(position: number, name: string): FieldPlan | undefined {
    const guess = this.order[position];
    if (guess?.name === name) return guess;
    const plan = this.byName.get(name);
    if (plan !== undefined) this.order[position] = plan;
    return plan;
  }
}
