import jsonata from 'jsonata';
import { KNOWN_FUNCTIONS, registerFunctions } from './functions';
import { isObject, toJson } from './json';
import type { Json } from './json';

/** What an expression of one field may see of `$states`. */
export type StatesField = 'input' | 'context' | 'result' | 'errorOutput';
export type Bindings = Readonly<Record<string, unknown>>;

export interface Expression {
  /** As written, without the `{% %}`. */
  readonly source: string;
  /** Names of variables that must be assigned before. */
  readonly variables: ReadonlySet<string>;
  /** Fields of `$states` that it reads. */
  readonly states: ReadonlySet<string>;
  /** @throws Error when the evaluation fails or its result is undefined or no JSON */
  evaluate(bindings: Bindings): Promise<Json>;
}

/** @throws Error on a syntax error or a function that is not known, naming it */
export function compileExpression(source: string): Expression {
  const compiled = jsonata(source);
  registerFunctions(compiled);
  const names = namesIn(compiled.ast());
  for (const called of names.called) {
    if (!KNOWN_FUNCTIONS.has(called) && !names.bound.has(called)) {
      throw new Error(`unknown function $${called}`);
    }
  }
  if (names.used.has('$')) throw new Error('$$ has no meaning here: use $states.input');
  const free = [...names.used].filter((name) => name !== '' && !names.bound.has(name));
  return {
    source,
    states: names.states,
    variables: new Set(free.filter((name) => name !== 'states' && !KNOWN_FUNCTIONS.has(name))),
    async evaluate(bindings) {
      const value: unknown = await compiled.evaluate(undefined, { ...bindings });
      if (value === undefined) throw new Error('returned nothing (undefined)');
      return toJson(value, 'the result');
    },
  };
}

interface Names {
  readonly used: Set<string>;
  readonly bound: Set<string>;
  readonly called: Set<string>;
  readonly states: Set<string>;
}

/** Walks the syntax tree as plain data: its published type leaves out half of the node kinds. */
function namesIn(tree: unknown): Names {
  const names: Names = { used: new Set(), bound: new Set(), called: new Set(), states: new Set() };
  visit(tree, names);
  return names;
}

function visit(node: unknown, names: Names): void {
  if (Array.isArray(node)) {
    for (const child of node) visit(child, names);
    return;
  }
  if (!isObject(node) || node instanceof RegExp) return;
  note(node, names);
  for (const child of Object.values(node)) visit(child, names);
}

function note(node: Readonly<Record<string, unknown>>, names: Names): void {
  if (node['type'] === 'variable') names.used.add(nameOf(node));
  if (node['type'] === 'function' || node['type'] === 'partial') {
    if (isVariable(node['procedure'])) names.called.add(nameOf(node['procedure']));
  }
  // `x ~> $f` calls f
  if (node['type'] === 'apply' && isVariable(node['rhs'])) names.called.add(nameOf(node['rhs']));
  if (node['type'] === 'lambda' && Array.isArray(node['arguments'])) {
    for (const argument of node['arguments'])
      if (isVariable(argument)) names.bound.add(nameOf(argument));
  }
  if (node['type'] === 'bind' && isVariable(node['lhs'])) names.bound.add(nameOf(node['lhs']));
  for (const binding of [node['focus'], node['index']]) {
    if (typeof binding === 'string') names.bound.add(binding);
  }
  noteStates(node, names);
}

/** `$states.input.x` is a path whose first two steps are the variable and the field. */
function noteStates(node: Readonly<Record<string, unknown>>, names: Names): void {
  if (node['type'] !== 'path' || !Array.isArray(node['steps'])) return;
  const steps: readonly unknown[] = node['steps'];
  const [first, second] = steps;
  if (!isVariable(first) || nameOf(first) !== 'states') return;
  names.states.add(isObject(second) ? String(second['value']) : '');
}

const isVariable = (node: unknown): node is Readonly<Record<string, unknown>> =>
  isObject(node) && node['type'] === 'variable';
const nameOf = (node: Readonly<Record<string, unknown>>): string => String(node['value']);
