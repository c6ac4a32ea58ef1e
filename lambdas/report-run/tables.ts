import type { LoadOutcome, TableOutcome } from '../shared/ledger/items';
import type { EndedBuild } from '../shared/plans/ended';
import type { SkippedSlice } from '../shared/plans/plan';

const WORST_FIRST = ['failed', 'blocked', 'skipped', 'published'] as const;
const MOST_REASONS = 10;

/** One line per table that the run had to do with, in the order of the graph. */
export function tableOutcomes(
  builds: readonly EndedBuild[],
  skipped: readonly SkippedSlice[],
): readonly TableOutcome[] {
  const names = new Set([
    ...builds.map(({ plan }) => plan.model),
    ...skipped.map(({ model }) => model),
  ]);
  return [...names].map((name) =>
    tableOutcome(
      name,
      builds.filter(({ plan }) => plan.model === name),
      skipped.filter(({ model }) => model === name),
    ),
  );
}

function tableOutcome(
  model: string,
  builds: readonly EndedBuild[],
  skipped: readonly SkippedSlice[],
): TableOutcome {
  const statuses = new Set<string>(builds.map(({ outcome }) => outcome.status));
  if (skipped.length > 0) statuses.add('skipped');
  const reasons = [
    ...builds.flatMap(({ outcome }) => outcome.reasons),
    ...skipped.map(({ reason }) => reason),
  ];
  const sum = (read: (build: EndedBuild) => number): number =>
    builds.reduce((all, build) => all + read(build), 0);
  return {
    model,
    status: WORST_FIRST.find((status) => statuses.has(status)) ?? 'published',
    slices: sum(({ outcome }) => outcome.published.length),
    rows: sum(({ outcome }) => outcome.rows),
    scannedBytes: sum(({ outcome }) => outcome.scannedBytes),
    reasons: [...new Set(reasons)].slice(0, MOST_REASONS),
  };
}

/** Tables whose copies in the warehouse keep the rows of before. */
export const notLoaded = (loads: readonly LoadOutcome[] = []): readonly LoadOutcome[] =>
  loads.filter(({ status }) => status === 'failed');

/** One sentence for the execution's cause. */
export function summaryOf(
  tables: readonly TableOutcome[],
  loads: readonly LoadOutcome[] = [],
): string {
  const failing = tables.filter(({ status }) => status !== 'published');
  const shown = failing.map(({ model, status, reasons: [first = ''] }) => {
    return `${model} ${status}${first === '' ? '' : `: ${first}`}`;
  });
  if (failing.length === 0) shown.push(`${tables.length} tables published`);
  for (const { table, reason } of notLoaded(loads)) {
    shown.push(
      `${table} not loaded into the warehouse${reason === undefined ? '' : `: ${reason}`}`,
    );
  }
  return shown.join('; ').slice(0, 1500);
}
