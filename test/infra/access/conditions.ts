import { matchesPattern } from './pattern';
import type { Statement } from './policies';

export type Context = Readonly<Record<string, string | readonly string[]>>;

type Compare = (actual: string, wanted: string) => boolean;
const like: Compare = (actual, wanted) => matchesPattern(wanted, actual);
const equal: Compare = (actual, wanted) => actual === wanted;
const number =
  (holds: (a: number, b: number) => boolean): Compare =>
  (actual, wanted) =>
    holds(Number(actual), Number(wanted));

const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: equal,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: equal,
  NumericLessThan: number((a, b) => a < b),
  NumericGreaterThan: number((a, b) => a > b),
};
const NEGATED: Readonly<Record<string, Compare>> = {
  StringNotEquals: equal,
  StringNotLike: like,
  ArnNotLike: like,
  ArnNotEquals: like,
};

/**
 * Whether a call meets the conditions of a statement.
 * @throws Error that names an operator which is not known: a condition must never hold by accident
 */
export const meets = ({ conditions }: Statement, context: Context): boolean =>
  Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, context[key], wanted)),
  );

function holds(
  operator: string,
  actual: string | readonly string[] | undefined,
  wanted: readonly string[],
): boolean {
  if (operator === 'Null') return (actual === undefined) === (wanted[0] === 'true');
  const [, quantifier, plain = '', ifExists] =
    /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const positive = OPERATORS[plain];
  const negative = NEGATED[plain];
  if (positive === undefined && negative === undefined) {
    throw new Error(`condition operator ${operator} is not known`);
  }
  if (actual === undefined) {
    if (quantifier === 'ForAnyValue:') return false;
    // A negated operator holds where the key is absent, as IAM has it.
    return ifExists !== undefined || quantifier === 'ForAllValues:' || negative !== undefined;
  }
  const test = (value: string): boolean =>
    positive
      ? wanted.some((one) => positive(value, one))
      : !wanted.some((one) => negative?.(value, one) ?? false);
  const values = typeof actual === 'string' ? [actual] : actual;
  return quantifier === 'ForAnyValue:' ? values.some(test) : values.every(test);
}
