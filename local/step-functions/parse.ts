import type { Graph, Machine } from './definition';
import { InvalidDefinition } from './failure';
import { Fields } from './fields';
import type { Json } from './json';
import { parseState } from './parse-state';
import { checkGraph } from './check';

export interface KnownTask {
  /** Top-level names in `Arguments`. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
}
/** ARN of an integration → what it takes. */
export type KnownTasks = ReadonlyMap<string, KnownTask>;

export interface Parsing {
  readonly problems: string[];
  readonly tasks: KnownTasks;
  graph(value: unknown, where: string): Graph;
}

/**
 * The checked form of a definition.
 * @param definition JSON of the Amazon States Language
 * @throws InvalidDefinition that lists everything this interpreter does not know, by place and name
 */
export function parseMachine(definition: Json, tasks: KnownTasks): Machine {
  const problems: string[] = [];
  const fields = new Fields(definition, 'machine', problems);
  if (fields.text('QueryLanguage') !== 'JSONata') {
    fields.problem('QueryLanguage must be "JSONata": JSONPath machines do not run here');
  }
  fields.text('Version');
  const timeoutSeconds = fields.number('TimeoutSeconds', { min: 1, max: 99_999_999 });
  const parsing: Parsing = {
    problems,
    tasks,
    graph: (value, where) => parseGraph(new Fields(value, where, problems), parsing),
  };
  const graph = parseGraph(fields, parsing);
  if (problems.length === 0) checkGraph(graph, problems);
  if (problems.length > 0) throw new InvalidDefinition(problems);
  return { graph, ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }) };
}

function parseGraph(fields: Fields, parsing: Parsing): Graph {
  const startAt = fields.requiredText('StartAt');
  const members = new Fields(fields.raw('States'), `${fields.where}.States`, parsing.problems);
  const states = new Map(
    members.names().map((name) => [name, parseState(name, members.raw(name), parsing)] as const),
  );
  fields.done();
  const known = [...states].flatMap(([name, state]) => (state ? [[name, state] as const] : []));
  return { startAt, states: new Map(known) };
}
