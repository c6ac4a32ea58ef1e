import type { LoadOutcome, RunItem } from '../lambdas/shared/ledger/items';
import { count, plural } from './format';
import type { Printer } from './print';

/** What the last run that reached it made of the copies of gold; nothing where there is no warehouse. */
export function showLoads(
  runs: readonly Pick<RunItem, 'loads' | 'run'>[],
  print: Printer,
  { laptop }: { readonly laptop: boolean },
): void {
  const last = runs.find(({ loads }) => loads !== undefined);
  if (last?.loads === undefined) return;
  print.heading('warehouse');
  for (const line of loadLines(last.loads, { laptop })) print.line(`  ${line}`);
}

/** @returns one line for what was copied, and one for each table that was not */
export function loadLines(
  loads: readonly LoadOutcome[],
  { laptop }: { readonly laptop: boolean },
): readonly string[] {
  const loaded = loads.filter(({ status }) => status === 'loaded');
  const rows = loaded.reduce((sum, load) => sum + load.rows, 0);
  const place = laptop ? ', a DuckDB database on the laptop' : '';
  return [
    `${plural(loaded.length, 'table')} copied by the last run, ${count(rows)} rows (mart.v1_<table>${place})`,
    ...loads
      .filter(({ status }) => status === 'failed')
      .map(({ table, reason }) => `${table} not copied: ${reason ?? 'see the run'}`),
  ];
}
