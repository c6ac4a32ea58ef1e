import type { AnswerRow } from './answer';

/** A row as Athena writes it: every value in quotes, NULL as nothing at all. */
export const csvLine = (row: AnswerRow): string =>
  `${row.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(',')}\n`;

/** Rows of a text that `csvLine` wrote. */
export function readCsv(text: string): readonly AnswerRow[] {
  const rows: AnswerRow[] = [];
  let row: (string | null)[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      row.push(text.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else row.push(null);
    if (text[at] === '\n' || at >= text.length) {
      rows.push(row);
      row = [];
    }
    at += 1;
  }
  return rows;
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  throw new Error('the result file is damaged: a quote is not closed');
}
