import { dialectProblem } from './dialect-rule';
import { FUNCTIONS } from './functions';
import { closingIndex, meaningful, splitSql, type Token } from './sql-text';
import type { Report } from './yaml-tree';

/** Words that read a clock, roll dice, change data or mean another dialect. */
const WORDS: Readonly<Record<string, string>> = {
  CURRENT_DATE: "has no clock: use '${as_of}'",
  CURRENT_TIME: "has no clock: use '${as_of}'",
  CURRENT_TIMESTAMP: "has no clock: use '${as_of}'",
  LOCALTIME: "has no clock: use '${as_of}'",
  LOCALTIMESTAMP: "has no clock: use '${as_of}'",
  QUALIFY: 'is not Trino: filter row_number() in an outer SELECT',
  EXCLUDE: 'is not Trino: list the columns',
  LIMIT: 'makes the answer depend on the order of rows: filter by row_number()',
  OFFSET: 'makes the answer depend on the order of rows: filter by row_number()',
  FETCH: 'makes the answer depend on the order of rows: filter by row_number()',
  TABLESAMPLE: 'makes the answer a matter of chance',
  ILIKE: 'is not Trino: compare lower(x)',
};
const CALLS: Readonly<Record<string, string>> = {
  NOW: "has no clock: use '${as_of}'",
  RANDOM: 'makes the answer a matter of chance',
  RAND: 'makes the answer a matter of chance',
  SHUFFLE: 'makes the answer a matter of chance',
  UUID: 'makes the answer a matter of chance',
  APPROX_PERCENTILE: 'is not exact: take sorted[floor(p * n) + 1] by row_number()',
  APPROX_DISTINCT: 'is not exact: count(DISTINCT x)',
  ARBITRARY: 'picks any row: use min, max or max_by',
  ANY_VALUE: 'picks any row: use min, max or max_by',
};
/** Words before a bracket that are syntax, not functions. */
const SYNTAX = new Set(
  (
    'AS IN OVER FILTER VALUES UNNEST CAST TRY_CAST EXISTS AND OR NOT WHEN THEN ELSE CASE ON USING SELECT FROM ' +
    'WHERE BY HAVING UNION EXCEPT INTERSECT ALL ANY SOME DISTINCT JOIN BETWEEN LIKE IS RETURN DECIMAL ' +
    'VARCHAR CHAR TIMESTAMP TIME ARRAY MAP SETS CUBE ROLLUP ORDINALITY LATERAL WITH END PARTITION ORDER GROUP'
  ).split(' '),
);
const DATABASES = new Set(['BRONZE', 'SILVER', 'GOLD', 'OPS', 'STAGING', 'AWSDATACATALOG']);
const ORDERED = new Set(
  'ROW_NUMBER RANK DENSE_RANK NTILE LAG LEAD FIRST_VALUE LAST_VALUE'.split(' '),
);

type Rule = (tokens: readonly Token[], at: number, say: (message: string) => void) => void;

const isCall = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.kind === 'word' && tokens[at + 1]?.text === '(';

/** Index of the bracket that opens what closes at `close`. */
function openingIndex(tokens: readonly Token[], close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at -= 1) {
    if (tokens[at]?.text === ')') depth += 1;
    if (tokens[at]?.text === '(') depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}

/** Whether the tokens are one `CAST(… AS double)`. */
function isDoubleCast(tokens: readonly Token[], cast: number, close: number): boolean {
  return (
    /^(?:TRY_)?CAST$/.test(tokens[cast]?.upper ?? '') &&
    closingIndex(tokens, cast + 1) === close &&
    tokens[close - 1]?.upper === 'DOUBLE'
  );
}

const word: Rule = (tokens, at, say) => {
  const token = tokens[at];
  if (token?.kind !== 'word' || tokens[at - 1]?.text === '.') return;
  const why = WORDS[token.upper];
  if (why !== undefined) say(`${token.text} ${why}`);
};

const call: Rule = (tokens, at, say) => {
  const token = tokens[at];
  if (token === undefined || !isCall(tokens, at)) return;
  const isAlias = tokens[at - 1]?.upper === 'AS' || tokens[at - 1]?.text === '.';
  if (isAlias || SYNTAX.has(token.upper)) return;
  const why = CALLS[token.upper];
  if (why !== undefined) say(`${token.text}() ${why}`);
  else if (!FUNCTIONS.has(token.text.toLowerCase())) {
    // `WITH name (columns) AS (` and `AS t (columns)` name columns; they follow AS, WITH or a comma.
    const after = tokens[closingIndex(tokens, at + 1) + 1]?.upper;
    if (after !== 'AS' || !/^(?:WITH|,)$/.test(tokens[at - 1]?.upper ?? '')) {
      say(`function ${token.text}() is not on the list of lambdas/shared/models/functions.ts`);
    }
  }
};

const division: Rule = (tokens, at, say) => {
  if (tokens[at]?.text !== '/') return;
  const close = at - 1;
  const open = tokens[close]?.text === ')' ? openingIndex(tokens, close) : -1;
  if (open < 1 || !isDoubleCast(tokens, open - 1, close)) {
    say('bare / : engines round decimals differently; write CAST(a AS double) / b');
  }
  const divisor = tokens[at + 1];
  const isNumber = divisor?.kind === 'number' && Number(divisor.text) !== 0;
  if (!isNumber && divisor?.upper !== 'NULLIF') {
    say('a divisor may be 0: write NULLIF(x, 0)');
  }
};

const average: Rule = (tokens, at, say) => {
  if (tokens[at]?.upper !== 'AVG' || !isCall(tokens, at)) return;
  if (!isDoubleCast(tokens, at + 2, closingIndex(tokens, at + 1) - 1)) {
    say('avg of decimals rounds differently on other engines; write avg(CAST(x AS double))');
  }
};

const cast: Rule = (tokens, at, say) => {
  if (!/^(?:TRY_)?CAST$/.test(tokens[at]?.upper ?? '') || !isCall(tokens, at)) return;
  const close = closingIndex(tokens, at + 1);
  const inside = tokens.slice(at + 2, close);
  const target = inside.at(-1)?.upper;
  if ((target === 'INTEGER' || target === 'BIGINT') && inside.some(isFractional)) {
    if (!/^(?:ROUND|FLOOR|CEIL|CEILING|SUM|COUNT)$/.test(inside[0]?.upper ?? '')) {
      say(`CAST of a fraction AS ${target.toLowerCase()} needs round() or floor()`);
    }
  }
  if (target === 'BOOLEAN') say("CAST AS boolean takes 'yes' on one engine only: compare the text");
  if (inside[0]?.kind === 'string' && inside[2]?.upper === 'TIMESTAMP') {
    say('timestamps from text only by from_iso8601_timestamp()');
  }
};
const isFractional = ({ text, upper }: Token): boolean => text === '/' || upper === 'DOUBLE';

const literal: Rule = (tokens, at, say) => {
  const token = tokens[at];
  const next = tokens[at + 1];
  if (token?.kind === 'word' && next?.kind === 'string') {
    if (token.upper === 'DECIMAL') say("no DECIMAL '…' literals: write CAST('…' AS decimal(p,s))");
    if (token.upper === 'TIMESTAMP') {
      say('timestamps from text only by from_iso8601_timestamp()');
    }
  }
  if (token?.kind === 'string' && /\(\?(?:[=!]|<[=!])/.test(token.text)) {
    say('no look-around in patterns: the laptop engine has none');
  }
};

const isStar = (before: Token | undefined): boolean =>
  before?.upper === 'SELECT' || before?.upper === 'DISTINCT' || before?.text === '.';

/** Whether the SELECT around `at` reads a table rather than a CTE. */
function readsTable(tokens: readonly Token[], at: number): boolean {
  for (let next = at; next < tokens.length; next += 1) {
    const token = tokens[next];
    if (token?.text === '(') next = closingIndex(tokens, next);
    else if (token?.text === ')') return false;
    else if (token?.upper === 'FROM') {
      // The columns of a bronze reference are those that the model names; see `columnsUsed`.
      const { kind, text } = tokens[next + 1] ?? {};
      return kind === 'placeholder' && text !== '${bronze}';
    }
  }
  return false;
}

const symbol: Rule = (tokens, at, say) => {
  const token = tokens[at];
  if (token?.text === '::') say(':: is not Trino: write CAST(x AS type)');
  if (token?.text === ';') say('one SELECT, no ;');
  if (token?.text === '{' || token?.text === '?') say(`${token.text} has no meaning in a model`);
  if (token?.kind === 'quoted')
    say('quoted names are reserved for the pipeline: rename the column');
  const before = tokens[at - 1];
  if (token?.text === '*' && isStar(before) && readsTable(tokens, at)) {
    say('SELECT * of a table hides what is read: list the columns');
  }
  if (
    token?.text === '[' &&
    before?.kind !== 'word' &&
    before?.text !== ')' &&
    before?.text !== ']'
  ) {
    say('[…] is not Trino: write ARRAY[…]');
  }
};

const database: Rule = (tokens, at, say) => {
  const token = tokens[at];
  if (token?.kind !== 'word' || tokens[at + 1]?.text !== '.' || tokens[at - 1]?.text === '.')
    return;
  if (DATABASES.has(token.upper)) {
    const name = token.text.toLowerCase();
    say(`${name}.${tokens[at + 2]?.text ?? ''}: write \${${name}}.x, only bronze, silver and gold`);
  }
};

const order: Rule = (tokens, at, say) => {
  const token = tokens[at];
  if (token === undefined || !isCall(tokens, at)) return;
  const close = closingIndex(tokens, at + 1);
  const hasOrder = (from: number, to: number): boolean =>
    tokens.slice(from, to).some(({ upper }) => upper === 'ORDER');
  if (token.upper === 'ARRAY_AGG' && !hasOrder(at, close)) say('array_agg needs ORDER BY');
  if (!ORDERED.has(token.upper)) return;
  const over = tokens[close + 1]?.upper === 'OVER' ? close + 2 : -1;
  if (over > 0 && tokens[over]?.text === '(' && !hasOrder(over, closingIndex(tokens, over))) {
    say(`${token.text} needs ORDER BY in its window`);
  }
};

const dialect: Rule = (tokens, at, say) => {
  const problem = dialectProblem(tokens, at);
  if (problem !== undefined) say(problem);
};

const RULES: readonly Rule[] = [
  ...[word, call, division, average, cast, literal, symbol, database, order, dialect],
];

/**
 * Reports every construct of a SELECT or fragment that would answer differently tomorrow, on another engine, or outside of the
 * closed world of a model.
 * @param firstLine line of the file on which the text begins
 */
export function checkForbidden(text: string, firstLine: number, report: Report): void {
  const tokens = meaningful(splitSql(text));
  tokens.forEach((token, at) => {
    for (const rule of RULES)
      rule(tokens, at, (message) => report(token.line + firstLine - 1, message));
  });
}
