/**
 * Trino's SQL as tokens: enough to find references, output columns and forbidden constructs.
 * The grammar itself is checked by a full parser in the tests.
 */
export type TokenKind =
  'space' | 'comment' | 'string' | 'quoted' | 'placeholder' | 'word' | 'number' | 'symbol';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Upper case of words, the text itself otherwise. */
  readonly upper: string;
  /** From 1, within the text that was split. */
  readonly line: number;
}

const KINDS: readonly TokenKind[] = [
  'space',
  'comment',
  'string',
  'quoted',
  'placeholder',
  'word',
  'number',
  'symbol',
];
const PATTERN = new RegExp(
  [
    String.raw`(\s+)`,
    String.raw`(--[^\n]*|/\*[\s\S]*?\*/)`,
    String.raw`('(?:[^']|'')*')`,
    String.raw`("(?:[^"]|"")*")`,
    String.raw`(\$\{[^}]*\})`,
    String.raw`([A-Za-z_][A-Za-z0-9_]*)`,
    String.raw`(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)`,
    String.raw`(->|=>|\|\||<>|!=|<=|>=|::|[\s\S])`,
  ].join('|'),
  'gy',
);

const newlines = (text: string): number => text.split('\n').length - 1;

/** All tokens, spaces and comments included: their texts joined are the input. */
export function splitSql(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  for (const match of text.matchAll(PATTERN)) {
    const kind = KINDS[match.slice(1).findIndex((group) => group !== undefined)] ?? 'symbol';
    const [found] = match;
    tokens.push({ kind, text: found, upper: kind === 'word' ? found.toUpperCase() : found, line });
    line += newlines(found);
  }
  return tokens;
}

/** Tokens that mean something: no spaces, no comments. */
export const meaningful = (tokens: readonly Token[]): readonly Token[] =>
  tokens.filter(({ kind }) => kind !== 'space' && kind !== 'comment');

/** The text without comments, for statements that are sent. */
export const withoutComments = (text: string): string =>
  splitSql(text)
    .map((token) => (token.kind === 'comment' ? '' : token.text))
    .join('')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
    .trim();

/** Same for texts that differ in white space, comments or the case of words only. */
export const canonicalSql = (text: string): string =>
  meaningful(splitSql(text))
    .map(({ kind, text: found }) => (kind === 'word' ? found.toLowerCase() : found))
    .join(' ');

const OPEN = new Set(['(', '[']);
const CLOSE = new Set([')', ']']);

/** Index of the bracket that closes the one at `open`, or of the last token when none does. */
export function closingIndex(tokens: readonly Token[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? '';
    if (OPEN.has(text)) depth += 1;
    if (CLOSE.has(text)) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length - 1;
}

/** The tokens split at commas that stand in no bracket. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (OPEN.has(token.text)) depth += 1;
    if (CLOSE.has(token.text)) depth -= 1;
    if (token.text === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** A value as a SQL string literal. */
export const sqlText = (value: string): string => `'${value.replaceAll("'", "''")}'`;
