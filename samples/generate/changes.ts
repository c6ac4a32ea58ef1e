import type { Span } from './datasets';

/**
 * Rows as they were before a history, and a second row of every nth of them, changed in the middle of it. Both say when
 * they were told, so that the order in which they are delivered does not matter.
 */
export function changedRows({ first, until }: Span) {
  const before = new Date(first - 1).toISOString();
  const middle = new Date((first + until) / 2).toISOString();
  return <R extends object>(
    rows: readonly R[],
    nth: number,
    change: (row: R) => Partial<R>,
  ): readonly object[] => [
    ...rows.map((row) => ({ ...row, updated_at: before })),
    ...rows
      .filter((_, at) => at % nth === nth - 1)
      .map((row) => ({ ...row, ...change(row), updated_at: middle })),
  ];
}
