import { AthenaFault, place } from './fault';
import type { RelationRequest, Relations } from './context';
import { mismatch } from './context';
import type { StatementPlaces } from './files';
import { scansOf } from './meter/scans';
import type { Scan } from './meter/scans';
import { emitQuery, isQuery } from './query';
import { relationOf } from './relation';
import { nameOf } from './tokens';
import { isGroup, isName, isWord } from './tree';
import type { Group, Node } from './tree';

export interface Statement {
  readonly sql: string;
  readonly nodes: readonly Node[];
  readonly database: string;
  /** SQL text of the values of `?`. */
  readonly parameters: readonly string[];
}

/** A query in DuckDB's words, and what Trino would scan for it. */
export interface QueryPlan {
  readonly sql: string;
  readonly scans: readonly Scan[];
}

/** Answers the first column of a pinned subquery. */
export type AnswerPaths = (plan: QueryPlan) => Promise<ReadonlySet<string>>;

/**
 * Rewrites a query twice: first to learn which tables and pinned paths it needs, then, with these at hand, in full.
 * @throws AthenaFault
 */
export async function planQuery(
  statement: Statement,
  places: StatementPlaces,
  answer: AnswerPaths,
): Promise<QueryPlan> {
  const requests: RelationRequest[] = [];
  const queries = new Set<string>();
  collectNames(statement.nodes, queries);
  rewrite(statement, queries, (request) => {
    requests.push(request);
    return '(SELECT NULL)';
  });
  const scans = scansOf(statement.nodes, statement, places.tables);
  const pins = new Map<string, Promise<ReadonlySet<string>>>();
  const answers = await Promise.all(
    requests.map((request) => resolve(request, { statement, places, answer, pins })),
  );
  const relations = new Map(requests.map((request, at) => [request.node, answers[at]]));
  const sql = rewrite(statement, queries, (request) => relations.get(request.node) ?? '');
  return { sql, scans };
}

function rewrite(
  { sql, nodes, database, parameters }: Statement,
  queries: ReadonlySet<string>,
  relations: Relations,
): string {
  const context = {
    sql,
    database,
    queries,
    relations,
    parameters: { values: parameters, used: 0 },
  };
  if (!isQuery(nodes)) throw mismatch(context, nodes[0]);
  const rewritten = emitQuery(nodes, context, true);
  if (context.parameters.used !== parameters.length) {
    throw new AthenaFault('INVALID_PARAMETER_USAGE', 'Incorrect number of parameters');
  }
  return rewritten;
}

/** Names before `AS (SELECT …)`. */
function collectNames(nodes: readonly Node[], names: Set<string>): void {
  nodes.forEach((node, at) => {
    if (isGroup(node)) collectNames(node.items, names);
    if (!isGroup(node, '(') || !isWord(nodes[at - 1], 'AS') || !isQuery(node.items)) return;
    const before = isGroup(nodes[at - 2]) ? nodes[at - 3] : nodes[at - 2];
    if (isName(before)) names.add(nameOf(before));
  });
}

interface Resolution {
  readonly statement: Statement;
  readonly places: StatementPlaces;
  readonly answer: AnswerPaths;
  readonly pins: Map<string, Promise<ReadonlySet<string>>>;
}

async function resolve(request: RelationRequest, run: Resolution): Promise<string> {
  const { statement, places } = run;
  const at = place(statement.sql, request.node.at);
  if (!places.tables.hasDatabase(request.database)) {
    throw new AthenaFault('SCHEMA_NOT_FOUND', `${at}Schema '${request.database}' does not exist`);
  }
  const table = places.tables.table(request.database, request.table);
  if (table === undefined) {
    const name = `awsdatacatalog.${request.database}.${request.table}`;
    throw new AthenaFault('TABLE_NOT_FOUND', `${at}Table '${name}' does not exist`);
  }
  const pinned = request.pin === undefined ? undefined : await pathsOf(request.pin, run);
  return relationOf(table, request, pinned, places);
}

/** One answer per distinct subquery: a statement often pins several blocks by the same one. */
function pathsOf(pin: Group, run: Resolution): Promise<ReadonlySet<string>> {
  const key = textOf(pin.items);
  const known = run.pins.get(key);
  if (known !== undefined) return known;
  const statement = { ...run.statement, nodes: pin.items, parameters: [] };
  const paths = planQuery(statement, run.places, run.answer).then(run.answer);
  run.pins.set(key, paths);
  return paths;
}

const textOf = (nodes: readonly Node[]): string =>
  nodes.map((node) => (isGroup(node) ? `(${textOf(node.items)})` : node.text)).join(' ');
