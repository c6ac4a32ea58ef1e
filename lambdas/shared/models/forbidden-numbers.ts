import { closingIndex, type Token } from './sql-text';

/** Looks at one token of a SELECT and says what is wrong there. */
export type Rule = (tokens: readonly Token[], at: number, say: (message: string) => void) => void;

export const isCall = (tokens: readonly Token[], at: number): boolean =>
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

export const division: Rule = (tokens, at, say) => {
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

export const average: Rule = (tokens, at, say) => {
  if (tokens[at]?.upper !== 'AVG' || !isCall(tokens, at)) return;
  if (!isDoubleCast(tokens, at + 2, closingIndex(tokens, at + 1) - 1)) {
    say('avg of decimals rounds differently on other engines; write avg(CAST(x AS double))');
  }
};

export const cast: Rule = (tokens, at, say) => {
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
