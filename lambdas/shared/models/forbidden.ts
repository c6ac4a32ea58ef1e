import { dialectProblem } from './dialect-rule';
import { average, cast, division, isCall, type Rule } from './forbidden-numbers';
import { CALLS, DATABASES, ORDERED, SYNTAX, WORDS } from './forbidden-words';
import { FUNCTIONS } from './functions';
import { closingIndex, meaningful, splitSql, type Token } from './sql-text';
import type { Report } from './yaml-tree';

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
    say(
      `${name}.${tokens[at + 2]?.text ?? ''}: write \${${name}}.x, only bronze, silver, silver_restricted, gold and ops`,
    );
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
