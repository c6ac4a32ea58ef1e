import type { Assignments, Graph, State } from './definition';
import type { StatesField } from './jsonata';
import { expressionsIn } from './template';
import type { Template } from './template';

/**
 * Adds what is wrong between the states: missing targets, states that nothing leads to, names that
 * occur twice, variables that nothing assigns, `$states` fields that are not there.
 */
export function checkGraph(graph: Graph, problems: string[]): void {
  const seen = new Set<string>();
  visitGraph(graph, new Set(), { problems, seen });
}

interface Check {
  readonly problems: string[];
  readonly seen: Set<string>;
}

function visitGraph(graph: Graph, outer: ReadonlySet<string>, check: Check): void {
  checkTargets(graph, check);
  const own = new Set([...graph.states.values()].flatMap(assignedBy));
  for (const name of own) {
    if (outer.has(name)) check.problems.push(`variable "${name}" is assigned by an outer scope`);
  }
  const visible = new Set([...outer, ...own]);
  for (const state of graph.states.values()) {
    if (check.seen.has(state.name)) check.problems.push(`state "${state.name}" occurs twice`);
    check.seen.add(state.name);
    for (const { template, sees } of templatesOf(state)) {
      checkTemplate(template, sees, visible, check.problems);
    }
    for (const inner of innerGraphs(state)) visitGraph(inner, visible, check);
  }
}

function checkTargets(graph: Graph, { problems }: Check): void {
  const reached = new Set<string>();
  const open = [graph.startAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    const state = graph.states.get(name);
    if (state === undefined) problems.push(`there is no state "${name}"`);
    else open.push(...targetsOf(state));
  }
  for (const name of graph.states.keys()) {
    if (!reached.has(name)) problems.push(`nothing leads to state "${name}"`);
  }
}

function targetsOf(state: State): readonly string[] {
  if (state.type === 'Succeed' || state.type === 'Fail') return [];
  if (state.type === 'Choice') {
    const rules = state.choices.map((rule) => rule.next);
    return state.fallback === undefined ? rules : [...rules, state.fallback];
  }
  const caught = 'catch' in state ? state.catch.map((catcher) => catcher.next) : [];
  return state.next === undefined ? caught : [state.next, ...caught];
}

function innerGraphs(state: State): readonly Graph[] {
  if (state.type === 'Map') return [state.processor];
  return state.type === 'Parallel' ? state.branches : [];
}

function assignedBy(state: State): readonly string[] {
  if (state.type === 'Succeed' || state.type === 'Fail') return [];
  const others: readonly { assign: Assignments }[] =
    state.type === 'Choice' ? state.choices : 'catch' in state ? state.catch : [];
  return [state, ...others].flatMap(({ assign }) => assign.map(([name]) => name));
}

interface Seen {
  readonly template: Template;
  readonly sees: readonly StatesField[];
}
const ENTRY: readonly StatesField[] = ['input', 'context'];
const AFTER: readonly StatesField[] = [...ENTRY, 'result'];
const CAUGHT: readonly StatesField[] = [...ENTRY, 'errorOutput'];

function templatesOf(state: State): readonly Seen[] {
  const see = (sees: readonly StatesField[], ...templates: readonly (Template | undefined)[]) =>
    templates.flatMap((template) => (template === undefined ? [] : [{ template, sees }]));
  const given = (from: { output?: Template; assign: Assignments }) => [
    from.output,
    ...from.assign.map(([, template]) => template),
  ];
  switch (state.type) {
    case 'Succeed':
      return see(ENTRY, state.output);
    case 'Fail':
      return see(ENTRY, state.error, state.failure);
    case 'Pass':
      return see(ENTRY, ...given(state));
    case 'Wait':
      return see(ENTRY, ...given(state), ...Object.values(state.until));
    case 'Choice':
      return see(
        ENTRY,
        ...given(state),
        ...state.choices.flatMap((r) => [r.condition, ...given(r)]),
      );
    case 'Task':
    case 'Parallel':
      return [
        ...see(ENTRY, state.arguments, state.type === 'Task' ? state.timeoutSeconds : undefined),
        ...see(AFTER, ...given(state)),
        ...see(CAUGHT, ...state.catch.flatMap(given)),
      ];
    case 'Map':
      return [
        ...see(ENTRY, state.items, state.itemSelector, state.maxConcurrency),
        ...see(AFTER, ...given(state)),
        ...see(CAUGHT, ...state.catch.flatMap(given)),
      ];
  }
}

function checkTemplate(
  template: Template,
  sees: readonly string[],
  visible: ReadonlySet<string>,
  problems: string[],
): void {
  for (const { where, variables, states } of expressionsIn(template)) {
    for (const name of variables) {
      if (!visible.has(name)) problems.push(`${where}: nothing assigns the variable $${name}`);
    }
    for (const field of states) {
      if (!sees.includes(field)) problems.push(`${where}: there is no $states.${field} here`);
    }
  }
}
