import type { FileItem } from '../shared/ledger/items';

const RECONCILE = /^reconcile:\w+: /;
const MEASURE = /(\w+) built (-?[\d.]+) source (-?[\d.]+)/g;
/** Measures that count rows; sums of money differ by other units. */
const COUNTS = ['transactions', 'versions', 'rows'];

/**
 * Rows that the books of published tables do not explain: what a failed reconcile of a blocked slice says that
 * built and source differ by, one at least.
 * @param reasons why slices stand blocked, as the audit recorded them
 */
export const unreconciled = (reasons: readonly string[]): number =>
  reasons.filter((reason) => RECONCILE.test(reason)).reduce((sum, one) => sum + differing(one), 0);

function differing(reason: string): number {
  const differences = [...reason.matchAll(MEASURE)]
    .filter(([, name = '']) => COUNTS.includes(name))
    .map(([, , built, source]) => Math.abs(Number(built) - Number(source)));
  return Math.max(1, ...differences.filter(Number.isFinite));
}

/** Records of loaded files that are neither accepted nor rejected. */
export const unaccounted = (files: readonly FileItem[]): number =>
  files
    .filter(({ status }) => status === 'finished')
    .reduce((sum, { received = 0, accepted = 0, rejected = 0 }) => {
      return sum + Math.abs(received - accepted - rejected);
    }, 0);
