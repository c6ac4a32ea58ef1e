import { AthenaFault, place } from './fault';

export type TokenKind = 'word' | 'quoted' | 'text' | 'number' | 'mark';

export interface Token {
  readonly kind: TokenKind;
  /** As written. */
  readonly text: string;
  /** Words in upper case, everything else as written: what grammar is compared with. */
  readonly upper: string;
  /** Offset in the statement. */
  readonly at: number;
}

const PATTERN =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|([xX]?'(?:[^']|'')*')|("(?:[^"]|"")*")|([A-Za-z_][A-Za-z0-9_]*)|(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(->|=>|\|\||<>|!=|<=|>=|[-+*/%<>=(),.[\]?:;])/gy;

function tokenOf(match: RegExpExecArray, at: number): Token | undefined {
  const [, text, quoted, word, number, mark] = match;
  if (text !== undefined) return { kind: 'text', text, upper: text, at };
  if (quoted !== undefined) return { kind: 'quoted', text: quoted, upper: quoted, at };
  if (word !== undefined) return { kind: 'word', text: word, upper: word.toUpperCase(), at };
  if (number !== undefined) return { kind: 'number', text: number, upper: number, at };
  if (mark !== undefined) return { kind: 'mark', text: mark, upper: mark, at };
  return undefined;
}

/**
 * The statement's tokens without blanks and comments.
 * @throws AthenaFault SYNTAX_ERROR at a character that starts no token of Trino's grammar (`^`, `~`, `{`, `#`, …)
 */
export function tokenize(sql: string): readonly Token[] {
  const tokens: Token[] = [];
  PATTERN.lastIndex = 0;
  while (PATTERN.lastIndex < sql.length) {
    const at = PATTERN.lastIndex;
    const match = PATTERN.exec(sql);
    if (match === null) {
      throw new AthenaFault('SYNTAX_ERROR', `${place(sql, at)}mismatched input '${sql[at] ?? ''}'`);
    }
    const token = tokenOf(match, at);
    if (token !== undefined) tokens.push(token);
  }
  return tokens;
}

/** The value of a string literal: without quotes, doubled quotes undone. */
export const textValue = (literal: string): string => literal.slice(1, -1).replaceAll("''", "'");

/** A string literal. */
export const quoteText = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** A quoted identifier. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What an identifier token names: Athena folds names to lower case. */
export const nameOf = (token: Token): string =>
  token.kind === 'quoted'
    ? token.text.slice(1, -1).replaceAll('""', '"').toLowerCase()
    : token.text.toLowerCase();
