import { mismatch } from './context';
import { FUNCTIONS } from './function-names';
import { argumentsOf } from './calls';
import type { Call } from './calls';
import { emitExpression, emitPrimary } from './expression';
import { textValue } from './tokens';
import { isGroup, isWord, splitAt } from './tree';
import type { Node } from './tree';

type Special = (call: Call) => string;

const args = (call: Call): readonly string[] => argumentsOf(call.group.items, call.context);
const first = (call: Call): string => args(call)[0] ?? 'NULL';

/** `approx_percentile(x, p)`: Trino's rank rule for small groups, sorted[floor(p·n)+1]. */
const NUDGE = '1e-9'; // moves ceil(p·n), DuckDB's rank, to floor(p·n)+1

function approxPercentile(call: Call): string {
  const [value = [], share = [], ...more] = splitAt(call.group.items, ',');
  if (more.length > 0) throw mismatch(call.context, more[0]?.[0]);
  const sql = emitExpression(value, call.context);
  const list = share[1];
  const nudged = (nodes: readonly Node[]): string =>
    `CAST(system.main.least(1.0, ${emitExpression(nodes, call.context)} + ${NUDGE}) AS DOUBLE)`;
  const shares =
    isWord(share[0], 'ARRAY') && isGroup(list, '[')
      ? `[${splitAt(list.items, ',').map(nudged).join(', ')}]`
      : nudged(share);
  return `quantile_disc(${sql}, ${shares})${call.suffix}`;
}

/** `extract(unit FROM x)`: the function of the unit's name. */
function extract(call: Call): string {
  const [unit, from, ...value] = call.group.items;
  if (unit?.kind !== 'word' || !isWord(from, 'FROM')) throw mismatch(call.context, unit);
  const name = unit.text.toLowerCase();
  if (!FUNCTIONS.has(name)) throw mismatch(call.context, unit);
  return `${name}(${emitExpression(value, call.context)})`;
}

/** `trim(x)`, `trim(BOTH 'c' FROM x)` */
function trim(call: Call): string {
  const { items } = call.group;
  const from = items.findIndex((node) => isWord(node, 'FROM'));
  if (from === -1) return `trim(${args(call).join(', ')})`;
  const side = items[0];
  const name = isWord(side, 'LEADING') ? 'ltrim' : isWord(side, 'TRAILING') ? 'rtrim' : 'trim';
  const chars = items.slice(isWord(side, 'LEADING', 'TRAILING', 'BOTH') ? 1 : 0, from);
  const value = emitExpression(items.slice(from + 1), call.context);
  return chars.length === 0
    ? `${name}(${value})`
    : `${name}(${value}, ${emitExpression(chars, call.context)})`;
}

function substring(call: Call): string {
  const { items } = call.group;
  const from = items.findIndex((node) => isWord(node, 'FROM'));
  if (from === -1) return `substr(${args(call).join(', ')})`;
  const length = items.findIndex((node) => isWord(node, 'FOR'));
  const end = length === -1 ? items.length : length;
  const parts = [items.slice(0, from), items.slice(from + 1, end), items.slice(end + 1)];
  return `substr(${parts
    .filter((part) => part.length > 0)
    .map((part) => emitExpression(part, call.context))
    .join(', ')})`;
}

function position(call: Call): string {
  const at = call.group.items.findIndex((node) => isWord(node, 'IN'));
  const needle = emitPrimary(call.group.items.slice(0, at), 0, call.context).sql;
  return `strpos(${emitExpression(call.group.items.slice(at + 1), call.context)}, ${needle})`;
}

/** Trino's replacement names groups `$1`, RE2's `\1`. */
function regexpReplace(call: Call): string {
  const parts = splitAt(call.group.items, ',');
  const [value = 'NULL', pattern = 'NULL', replacement = "''"] = args(call);
  const literal = parts[2]?.[0];
  const isLiteral = literal?.kind === 'text' && parts[2]?.length === 1;
  const text = isLiteral
    ? `'${textValue(literal.text)
        .replaceAll('\\', '\\\\')
        .replace(/\$(\d)/g, '\\$1')
        .replaceAll("'", "''")}'`
    : replacement;
  return `system.main.regexp_replace(${value}, ${pattern}, ${text}, 'g')`;
}

function listagg(call: Call): string {
  const [value = 'NULL', separator = "''"] = args(call);
  if (call.within === undefined) throw mismatch(call.context, undefined);
  const order = emitExpression(call.within.items, call.context);
  return `string_agg(${value}, ${separator} ${order})${call.suffix}`;
}

function reduce(call: Call): string {
  const [list, start, step, finish] = args(call);
  const parts = splitAt(call.group.items, ',');
  if (list === undefined || start === undefined || step === undefined || finish === undefined) {
    throw mismatch(call.context, parts.at(-1)?.[0]);
  }
  return `list_transform([list_reduce(${list}, ${step}, ${start})], ${finish})[1]`;
}

const both = (call: Call): readonly [string, string] => {
  const [left = 'NULL', right = 'NULL'] = args(call);
  return [left, right];
};

/** A list's element or a map's value; NULL where there is none. */
function elementAt(call: Call): string {
  const [container, key = 'NULL'] = both(call);
  const node = splitAt(call.group.items, ',')[1]?.[0];
  return node?.kind === 'number' ? `(${container})[__index(${key})]` : `(${container})[${key}]`;
}

/** Literal paths in DuckDB's form: `$["a.b"]` is `$."a.b"`. */
function jsonPath(name: string, call: Call): string {
  const [value = 'NULL', path = 'NULL'] = args(call);
  return `${name}(${value}, ${path.replaceAll(/\["([^"]*)"\]/g, '."$1"')})`;
}

/** Calls whose form differs between the dialects. */
export const SPECIAL: Readonly<Record<string, Special>> = {
  APPROX_PERCENTILE: approxPercentile,
  EXTRACT: extract,
  TRIM: trim,
  SUBSTRING: substring,
  POSITION: position,
  REGEXP_REPLACE: regexpReplace,
  LISTAGG: listagg,
  REDUCE: reduce,
  TRY: (call) => `TRY(${first(call)})`,
  ROW: (call) => `row(${args(call).join(', ')})`,
  IF: (call) => {
    const [condition = 'NULL', then = 'NULL', otherwise = 'NULL'] = args(call);
    return `CASE WHEN ${condition} THEN ${then} ELSE ${otherwise} END`;
  },
  CONCAT: (call) => `(${args(call).join(' || ')})`,
  GREATEST: (call) => nullable('greatest', args(call)),
  LEAST: (call) => nullable('least', args(call)),
  ELEMENT_AT: elementAt,
  JSON_EXTRACT: (call) => jsonPath('json_extract', call),
  JSON_EXTRACT_SCALAR: (call) => jsonPath('json_extract_scalar', call),
  JSON_SIZE: (call) => jsonPath('json_size', call),
  CARDINALITY: (call) => `__cardinality(${first(call)})`,
  TRANSFORM: (call) => `list_transform(${args(call).join(', ')})`,
  FILTER: (call) => `list_filter(${args(call).join(', ')})`,
  ANY_MATCH: (call) => `coalesce(list_bool_or(list_transform(${both(call).join(', ')})), false)`,
  ALL_MATCH: (call) => `coalesce(list_bool_and(list_transform(${both(call).join(', ')})), true)`,
  NONE_MATCH: (call) =>
    `NOT coalesce(list_bool_or(list_transform(${both(call).join(', ')})), false)`,
  MAP_AGG: (call) => {
    const [key, value] = both(call);
    return `__map_of(list({'k': ${key}, 'v': ${value}})${call.suffix})`;
  },
};

/** NULL when any argument is NULL. */
function nullable(name: string, values: readonly string[]): string {
  const missing = values.map((value) => `(${value}) IS NULL`).join(' OR ');
  return `CASE WHEN ${missing} THEN NULL ELSE system.main.${name}(${values.join(', ')}) END`;
}
