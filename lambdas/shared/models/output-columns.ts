import { closingIndex, meaningful, splitAtCommas, type Token } from './sql-text';

export interface OutputColumn {
  /** Absent for an expression without a name. */
  readonly name?: string;
  readonly line: number;
}

/** Index of the SELECT that answers: the first one outside every bracket. */
function finalSelect(tokens: readonly Token[]): number {
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.text === '(') at = closingIndex(tokens, at);
    else if (token?.upper === 'SELECT') return at;
  }
  return -1;
}

function listEnd(tokens: readonly Token[], start: number): number {
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.text === '(' || token?.text === '[') at = closingIndex(tokens, at);
    else if (token?.upper === 'FROM') return at;
  }
  return tokens.length;
}

/** `a`, `t.a`, `<expression> AS a`; anything else has no name. */
function nameOf(item: readonly Token[]): string | undefined {
  const last = item.at(-1);
  if (last?.kind !== 'word') return undefined;
  const before = item.at(-2);
  const isPath = item.length === 1 || (before?.text === '.' && item.length === 3);
  return isPath || before?.upper === 'AS' ? last.text.toLowerCase() : undefined;
}

/** Columns of the SELECT that answers, in order; undefined when there is no SELECT. */
export function outputColumns(all: readonly Token[]): readonly OutputColumn[] | undefined {
  const tokens = meaningful(all);
  const select = finalSelect(tokens);
  if (select < 0) return undefined;
  const start = tokens[select + 1]?.upper === 'DISTINCT' ? select + 2 : select + 1;
  return splitAtCommas(tokens.slice(start, listEnd(tokens, start))).map((item) => {
    const name = nameOf(item);
    const line = item[0]?.line ?? tokens[select]?.line ?? 1;
    return name === undefined ? { line } : { name, line };
  });
}
