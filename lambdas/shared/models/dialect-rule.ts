import { closingIndex } from './sql-text';
import type { Token } from './sql-text';

const isCast = (token: Token | undefined): boolean => /^(?:TRY_)?CAST$/.test(token?.upper ?? '');

/** Whether the tokens from `at` are a value of type date: a literal, a cast or `date(…)`. */
function isDate(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.upper === 'DATE') return true;
  return isCast(token) && tokens[closingIndex(tokens, at + 1) - 1]?.upper === 'DATE';
}

/** Index of the call's name or CAST whose bracket is the innermost around `at`; -1 when there is none. */
function callAround(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let before = at - 1; before >= 0; before -= 1) {
    if (tokens[before]?.text === ')') depth += 1;
    if (tokens[before]?.text !== '(') continue;
    if (depth === 0) return before - 1;
    depth -= 1;
  }
  return -1;
}

/** The gaps that are no function's name; names are refused by the list of allowed functions. */
export function dialectProblem(tokens: readonly Token[], at: number): string | undefined {
  const token = tokens[at];
  const around = callAround(tokens, at);
  if (token?.upper === 'ROUND' && tokens[at + 1]?.text === '(') {
    const inside = tokens.slice(at + 2, closingIndex(tokens, at + 1));
    const hasPlaces = inside.at(-2)?.text === ',' && inside.at(-1)?.kind === 'number';
    if (hasPlaces && !(isCast(tokens[around]) && around === at - 2)) {
      return 'round(x, n) has another scale on the laptop: write CAST(round(x, n) AS decimal(p,s))';
    }
  }
  if (token?.upper === 'AT' && tokens[at + 1]?.upper === 'TIME' && !isCast(tokens[around])) {
    return 'AT TIME ZONE answers a clock on the laptop: write CAST(x AT TIME ZONE z AS timestamp(3))';
  }
  if (token?.text === '-' && isDate(tokens, at + 1)) {
    return "date minus date is a number on the laptop: write date_diff('day', a, b)";
  }
  return undefined;
}
