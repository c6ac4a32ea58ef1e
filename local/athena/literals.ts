import type { Context } from './context';
import type { Piece } from './expression';
import { quoteText, textValue } from './tokens';
import { isMark, isWord } from './tree';
import type { Node } from './tree';

const ZONE = /\d\s*(?:Z|UTC|[+-]\d{1,2}(?::?\d{2})?|[A-Za-z]+(?:\/[A-Za-z_]+)+)$/;

/** A literal at this place, typed ones (`DATE '…'`) included. */
export function emitLiteral(
  nodes: readonly Node[],
  at: number,
  _context: Context,
): Piece | undefined {
  const node = nodes[at];
  if (node?.kind === 'number') return { sql: node.text, next: at + 1 };
  if (node?.kind === 'text') return { sql: textSql(node.text), next: at + 1 };
  if (isWord(node, 'INTERVAL')) return intervalSql(nodes, at);
  const value = nodes[at + 1];
  if (node?.kind !== 'word' || value?.kind !== 'text') return undefined;
  const sql = typedSql(node.upper, value.text);
  return sql === undefined ? undefined : { sql, next: at + 2 };
}

const textSql = (text: string): string =>
  /^[xX]/.test(text) ? `unhex(${text.slice(1).replaceAll(' ', '')})` : text;

function typedSql(type: string, text: string): string | undefined {
  if (type === 'DATE' || type === 'TIME' || type === 'JSON') return `${type} ${text}`;
  if (type === 'TIMESTAMP') {
    return ZONE.test(textValue(text)) ? `TIMESTAMPTZ ${text}` : `TIMESTAMP ${text}`;
  }
  if (type !== 'DECIMAL') return undefined;
  const [whole = '', fraction = ''] = textValue(text).replace(/^[-+]/, '').split('.');
  const precision = Math.max(1, whole.replace(/^0+/, '').length + fraction.length);
  return `CAST(${text} AS DECIMAL(${precision}, ${fraction.length}))`;
}

/** `INTERVAL '1' DAY`, `INTERVAL -'1' DAY` */
function intervalSql(nodes: readonly Node[], at: number): Piece | undefined {
  const signed = isMark(nodes[at + 1], '-') || isMark(nodes[at + 1], '+');
  const value = nodes[at + (signed ? 2 : 1)];
  const unit = nodes[at + (signed ? 3 : 2)];
  if (value?.kind !== 'text' || unit?.kind !== 'word') return undefined;
  const sign = isMark(nodes[at + 1], '-') ? '-' : '';
  const amount = quoteText(sign + textValue(value.text));
  return { sql: `INTERVAL ${amount} ${unit.upper}`, next: at + (signed ? 4 : 3) };
}
