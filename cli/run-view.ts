import type { Outcome } from '../lambdas/shared/plans/plan';
import type { RunItem, TableOutcome } from '../lambdas/shared/ledger/items';
import { bytes, count, duration, plural } from './format';
import type { Ended, Watcher } from './medallion';
import type { Printer } from './print';
import { progress } from './progress';
import { memberOf as member, refusal } from './run-end';
import type { Style } from './style';

/** Prints builds as they end, and on a terminal what is being built now. */
export function runWatcher(print: Printer): Watcher & { end(ended: Ended): void } {
  const shown = progress(print, 'planning …');
  const { progressStyle: style } = print;
  const building = new Set<string>();
  let planned = 0;
  let built = 0;
  const refresh = (): void => {
    const now = [...building].map((build) => build.replace(/-\d+$/, '')).join(', ');
    shown.update(`${built}/${planned} built · now ${now || 'planning the next level'}`);
  };
  return {
    planned(builds) {
      planned += builds.length;
      for (const build of builds) building.add(build);
      refresh();
    },
    built(outcome) {
      built += 1;
      building.delete(outcome.build);
      shown.above(buildLine(outcome, style));
      refresh();
    },
    end(ended) {
      if (refusal(ended) !== undefined) return shown.clear();
      const took = duration(ended.tookMs);
      if (ended.status === 'SUCCEEDED') shown.done(`the run took ${took}`);
      else shown.fail(`the run ended as ${ended.status} after ${took}`);
    },
  };
}

function buildLine(outcome: Outcome, style: Style): string {
  const { model, status, published, blocked, rows, reasons } = outcome;
  const sign = status === 'published' ? style.good('✔') : style.bad('✘');
  const slices = plural(published.length, 'slice');
  const bad = blocked.length > 0 ? style.bad(`, ${blocked.length} blocked`) : '';
  const why = reasons.length > 0 ? style.dim(`  ${reasons[0] ?? ''}`) : '';
  return `  ${sign} ${model.padEnd(34)} ${plural(rows, 'row').padStart(14)}  ${slices}${bad}${why}`;
}

/**
 * The summary of a run: a line per table.
 * @param output what the machine answered: a run that built nothing says there what stands blocked
 */
export function showRun(item: RunItem, output: unknown, print: Printer): void {
  const { style } = print;
  const tables = item.tables ?? [];
  if (tables.length === 0) {
    const message = member(output, 'message');
    if (typeof message === 'string') return print.line(style.warn(message));
    print.line(
      item.status === 'NOTHING_TO_DO'
        ? 'nothing has changed since the last run: no table was built'
        : `the run ended as ${item.status} and built no table`,
    );
    return;
  }
  print.table(
    [
      { title: 'table' },
      { title: '' },
      { title: 'slices', right: true },
      { title: 'rows', right: true },
      { title: 'read', right: true },
      { title: 'why' },
    ],
    tables.map((table) => [
      table.model,
      painted(table.status, style),
      count(table.slices),
      count(table.rows),
      bytes(table.scannedBytes),
      table.reasons[0] ?? '',
    ]),
  );
}

/** What a dry run answered: slices, bytes and dollars by table. */
export function showEstimate(output: unknown, print: Printer): void {
  const estimate = member(output, 'estimate');
  const tables = member(estimate, 'tables');
  if (!Array.isArray(tables)) return print.line(JSON.stringify(output, null, 2));
  const cells = (entry: unknown): readonly string[] => [
    count(Number(member(entry, 'slices') ?? 0)),
    bytes(Number(member(entry, 'bytes') ?? 0)),
    `$${Number(member(entry, 'dollars') ?? 0).toFixed(4)}`,
  ];
  print.table(
    [{ title: 'table' }, ...['slices', 'reads', 'costs'].map((title) => ({ title, right: true }))],
    [
      ...tables.map((entry: unknown) => [String(member(entry, 'model')), ...cells(entry)]),
      [print.style.bold('together'), ...cells(estimate)],
    ],
  );
  print.line(print.style.dim('an estimate: nothing was built'));
}

function painted(status: TableOutcome['status'], style: Style): string {
  if (status === 'published') return style.good(status);
  return status === 'skipped' ? style.warn(status) : style.bad(status);
}
