import { at, textOf } from './properties';

/** How often the maps of a machine go round, outermost first. */
export type Rounds = readonly number[];

/**
 * State transitions of one execution of a state machine on its longest way to success: what a run with work
 * makes. Waits and retries come on top when something fails.
 * @param definition `DefinitionString` of a template
 * @throws Error when it is no state machine
 */
export function transitionsOf(definition: unknown, rounds: Rounds = []): number {
  const machine: unknown = JSON.parse(textOf(definition));
  return wayFrom(machine, String(at(machine, 'StartAt')), rounds, new Set()) ?? 0;
}

/** Undefined where no way leads to success. */
function wayFrom(
  graph: unknown,
  name: string,
  rounds: Rounds,
  seen: ReadonlySet<string>,
): number | undefined {
  const state = at(graph, 'States', name);
  const type = at(state, 'Type');
  if (state === undefined || type === 'Fail' || seen.has(name)) return undefined;
  const own = 1 + inside(state, rounds);
  if (type === 'Succeed' || at(state, 'End') === true) return own;
  const choices: unknown = at(state, 'Choices');
  const next = [
    at(state, 'Next'),
    at(state, 'Default'),
    ...(Array.isArray(choices) ? choices.map((choice) => at(choice, 'Next')) : []),
  ].filter((one) => typeof one === 'string');
  const ways = next.flatMap((one) => wayFrom(graph, one, rounds, new Set([...seen, name])) ?? []);
  return ways.length === 0 ? undefined : own + Math.max(...ways);
}

/** What a map or the branches of a parallel state add. */
function inside(state: unknown, [times = 1, ...inner]: Rounds): number {
  const of = (graph: unknown): number =>
    wayFrom(graph, String(at(graph, 'StartAt')), inner, new Set()) ?? 0;
  const branches: unknown = at(state, 'Branches');
  if (Array.isArray(branches)) return branches.reduce<number>((all, one) => all + of(one), 0);
  const processor = at(state, 'ItemProcessor');
  return processor === undefined ? 0 : times * of(processor);
}
