import { nameOf, textValue } from './tokens';
import { isGroup, isMark, isName, isWord, splitAt } from './tree';
import type { Group, Node } from './tree';

/** A condition that may prune partitions. */
export type Condition = Conjunct | { readonly anyOf: readonly (readonly Condition[])[] };

/** `column op literals`, in the order of the literals. */
export interface Conjunct {
  readonly column: string;
  /** Alias or table that the column was written with. */
  readonly qualifier?: string;
  readonly operator: '=' | '<' | '<=' | '>' | '>=' | 'in';
  readonly values: readonly string[];
}

/** The conditions that a WHERE clause joins by AND at its top level; one when it joins any by OR. */
export function conjunctsOf(nodes: readonly Node[]): readonly (readonly Node[])[] {
  if (nodes.some((node) => isWord(node, 'OR'))) return [nodes];
  const parts: Node[][] = [[]];
  let between = false;
  for (const node of nodes) {
    if (isWord(node, 'BETWEEN')) between = true;
    if (isWord(node, 'AND') && !between) {
      parts.push([]);
      continue;
    }
    if (isWord(node, 'AND')) between = false;
    parts.at(-1)?.push(node);
  }
  return parts;
}

function disjunctsOf(nodes: readonly Node[]): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (isWord(node, 'OR')) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts;
}

interface Operand {
  readonly column: string;
  readonly qualifier?: string;
  readonly rest: readonly Node[];
}

/** `column …` or `alias.column …` */
function operandOf(nodes: readonly Node[]): Operand | undefined {
  const [first, dot, second] = nodes;
  if (!isName(first)) return undefined;
  if (!isMark(dot, '.')) return { column: nameOf(first), rest: nodes.slice(1) };
  if (!isName(second)) return undefined;
  return { column: nameOf(second), qualifier: nameOf(first), rest: nodes.slice(3) };
}

const literal = (nodes: readonly Node[]): string | undefined => {
  const bare = isWord(nodes[0], 'DATE') ? nodes.slice(1) : nodes;
  const [node] = bare;
  return bare.length === 1 && node?.kind === 'text' && node.text.startsWith("'")
    ? textValue(node.text)
    : undefined;
};

function literals(group: Group): readonly string[] | undefined {
  const values = splitAt(group.items, ',').map(literal);
  return values.every((value) => value !== undefined) ? values : undefined;
}

/** The prunable conditions that a part of a WHERE clause states; none when it prunes nothing. */
export function prunable(nodes: readonly Node[]): readonly Condition[] {
  const [only] = nodes;
  if (nodes.length === 1 && isGroup(only, '(')) return prunable(only.items);
  const choices = disjunctsOf(nodes);
  if (choices.length === 1) return conjunctsOf(nodes).flatMap(comparison);
  const anyOf = choices.map((choice) => conjunctsOf(choice).flatMap(prunable));
  return anyOf.some((choice) => choice.length === 0) ? [] : [{ anyOf }];
}

/** One comparison: none, one condition, or two for BETWEEN. */
function comparison(nodes: readonly Node[]): readonly Condition[] {
  const [only] = nodes;
  if (nodes.length === 1 && isGroup(only, '(')) return prunable(only.items);
  const operand = operandOf(nodes);
  if (operand === undefined) return [];
  const { rest, ...column } = operand;
  const [head, group] = rest;
  if (isWord(head, 'IN') && isGroup(group, '(') && rest.length === 2) {
    const values = literals(group);
    return values === undefined ? [] : [{ ...column, operator: 'in', values }];
  }
  if (isWord(head, 'BETWEEN')) {
    const and = rest.findIndex((node) => isWord(node, 'AND'));
    const low = literal(rest.slice(1, and));
    const high = literal(rest.slice(and + 1));
    if (low === undefined || high === undefined) return [];
    return [
      { ...column, operator: '>=', values: [low] },
      { ...column, operator: '<=', values: [high] },
    ];
  }
  const operator = (['=', '<', '<=', '>', '>='] as const).find((mark) => isMark(head, mark));
  const value = literal(rest.slice(1));
  if (operator === undefined || value === undefined) return [];
  return [{ ...column, operator, values: [value] }];
}

/** The subquery of `"$path" IN (SELECT …)`. */
export function pinOf(nodes: readonly Node[]): Group | undefined {
  const operand = operandOf(nodes);
  if (operand?.column !== '$path') return undefined;
  const [word, group] = operand.rest;
  const query = isGroup(group, '(') && isWord(group.items[0], 'SELECT') ? group : undefined;
  return isWord(word, 'IN') && operand.rest.length === 2 ? query : undefined;
}

/** Whether a partition can hold rows that satisfy the conditions. Text compares by code units, as ISO dates sort. */
export function admits(
  conditions: readonly Condition[],
  partition: { readonly names: readonly string[]; readonly columns: ReadonlyMap<string, string> },
): boolean {
  return conditions.every((condition) => {
    if ('anyOf' in condition) return condition.anyOf.some((choice) => admits(choice, partition));
    const { qualifier, column } = condition;
    if (qualifier !== undefined && !partition.names.includes(qualifier)) return true;
    const value = partition.columns.get(column);
    return value === undefined || holds(condition, value);
  });
}

function holds({ operator, values }: Conjunct, value: string): boolean {
  const [bound = ''] = values;
  if (operator === 'in') return values.includes(value);
  if (operator === '=') return value === bound;
  if (operator === '<') return value < bound;
  if (operator === '<=') return value <= bound;
  return operator === '>' ? value > bound : value >= bound;
}
