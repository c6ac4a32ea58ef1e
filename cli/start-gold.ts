import { count } from './format';
import type { GoldTop } from './gold-top';
import type { Printer } from './print';
import { showTable } from './query';
import type { StartReport } from './start-report';
import type { Value } from './statement';

const WIDEST = 22;

/** The top of each gold table, and how much it grew since the start. */
export function showGold({ before, after }: StartReport, print: Printer): void {
  for (const { table, rows, top } of after.gold) {
    const grown = growth(before.gold, table, rows);
    print.line(`  ${print.style.accent(table)}  ${count(rows)} rows${print.style.good(grown)}`);
    const cells = top.rows.map((row) => row.map(short));
    showTable({ columns: top.columns, rows: cells }, print);
    print.line();
  }
}

function growth(before: readonly GoldTop[], table: string, rows: number): string {
  const known = before.find((entry) => entry.table === table);
  if (known === undefined) return '';
  const more = rows - known.rows;
  return more === 0 ? '' : ` (${more > 0 ? '+' : ''}${count(more)})`;
}

const short = (value: Value): Value =>
  typeof value === 'string' && value.length > WIDEST ? `${value.slice(0, WIDEST - 1)}…` : value;
