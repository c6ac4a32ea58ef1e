import { AthenaFault, place } from './fault';
import { tokenize } from './tokens';
import type { Token } from './tokens';

/** A pair of brackets and what stands between them. */
export interface Group {
  readonly kind: 'group';
  readonly open: '(' | '[';
  readonly items: readonly Node[];
  readonly at: number;
}
export type Node = Token | Group;

export const isGroup = (node: Node | undefined, open?: '(' | '['): node is Group =>
  node?.kind === 'group' && (open === undefined || node.open === open);

/** Upper-case word or mark; undefined for anything that is not grammar. */
export const upperOf = (node: Node | undefined): string | undefined =>
  node === undefined || node.kind === 'group' || node.kind === 'quoted' || node.kind === 'text'
    ? undefined
    : node.upper;

export const isWord = (node: Node | undefined, ...words: readonly string[]): boolean =>
  node?.kind === 'word' && words.includes(node.upper);

export const isMark = (node: Node | undefined, mark: string): boolean =>
  node?.kind === 'mark' && node.text === mark;

export const isName = (node: Node | undefined): node is Token =>
  node?.kind === 'word' || node?.kind === 'quoted';

const CLOSING: Readonly<Record<string, '(' | '['>> = { ')': '(', ']': '[' };

/**
 * The statement as nested brackets, without a final semicolon.
 * @throws AthenaFault SYNTAX_ERROR when brackets do not match
 */
export function treeOf(sql: string): readonly Node[] {
  const root: Node[] = [];
  const stack: { open: '(' | '['; at: number; items: Node[] }[] = [];
  let items = root;
  for (const token of tokenize(sql)) {
    const closes = token.kind === 'mark' ? CLOSING[token.text] : undefined;
    if (token.kind === 'mark' && (token.text === '(' || token.text === '[')) {
      stack.push({ open: token.text, at: token.at, items });
      items = [];
    } else if (closes !== undefined) {
      const top = stack.pop();
      if (top?.open !== closes) {
        throw new AthenaFault(
          'SYNTAX_ERROR',
          `${place(sql, token.at)}mismatched input '${token.text}'`,
        );
      }
      top.items.push({ kind: 'group', open: top.open, items, at: top.at });
      items = top.items;
    } else {
      items.push(token);
    }
  }
  if (stack.length > 0) {
    throw new AthenaFault('SYNTAX_ERROR', `${place(sql, sql.length)}mismatched input '<EOF>'`);
  }
  return withoutSemicolon(root, sql);
}

function withoutSemicolon(nodes: readonly Node[], sql: string): readonly Node[] {
  const end = nodes.findIndex((node) => isMark(node, ';'));
  if (end === -1) return nodes;
  const rest = nodes[end + 1];
  if (rest !== undefined) {
    throw new AthenaFault('SYNTAX_ERROR', `${place(sql, rest.at)}only one statement is allowed`);
  }
  return nodes.slice(0, end);
}

/** Splits at a mark of this level, e.g. the arguments of a call at commas. No nodes: no parts. */
export function splitAt(nodes: readonly Node[], mark: string): readonly (readonly Node[])[] {
  if (nodes.length === 0) return [];
  const parts: Node[][] = [[]];
  for (const node of nodes) {
    if (isMark(node, mark)) parts.push([]);
    else parts.at(-1)?.push(node);
  }
  return parts;
}

/** Whether a test holds for a node or for anything inside its brackets. */
export function some(nodes: readonly Node[], test: (node: Node) => boolean): boolean {
  return nodes.some((node) => test(node) || (node.kind === 'group' && some(node.items, test)));
}
