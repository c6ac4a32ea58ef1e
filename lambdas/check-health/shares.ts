import type { FileItem } from '../shared/ledger/items';

/** What came of one source's records. */
export interface Judged {
  readonly source: string;
  readonly accepted: number;
  readonly rejected: number;
}
export interface Share {
  readonly source: string;
  /** Rejected of all, 0 to 1. */
  readonly share: number;
  readonly records: number;
}

/**
 * Share of rejected records of each source, the worst first.
 * @param floor sources with fewer records are left out: one bad record of three is no trend
 */
export function rejectShares(judged: readonly Judged[], floor: number): readonly Share[] {
  const bySource = new Map<string, { accepted: number; rejected: number }>();
  for (const { source, accepted, rejected } of judged) {
    const sum = bySource.get(source) ?? { accepted: 0, rejected: 0 };
    bySource.set(source, {
      accepted: sum.accepted + accepted,
      rejected: sum.rejected + rejected,
    });
  }
  return [...bySource]
    .map(([source, { accepted, rejected }]) => ({
      source,
      records: accepted + rejected,
      share: accepted + rejected === 0 ? 0 : rejected / (accepted + rejected),
    }))
    .filter(({ records }) => records >= Math.max(1, floor))
    .sort((a, b) => b.share - a.share || (a.source < b.source ? -1 : 1));
}

/** Records of files by source, of files that came within a time. @param since ISO 8601 UTC */
export const judgedFiles = (files: readonly FileItem[], since: string): readonly Judged[] =>
  recent(files, since)
    .filter(({ status }) => status === 'finished')
    .map(({ source, accepted = 0, rejected = 0 }) => ({ source, accepted, rejected }));

/** Sources of files that could not be loaded as a whole: all of their records are lost to the tables. */
export const refusedSources = (files: readonly FileItem[], since: string): readonly string[] => [
  ...new Set(
    recent(files, since)
      .filter(({ status }) => status === 'failed')
      .map(({ source }) => source),
  ),
];

const recent = (files: readonly FileItem[], since: string): readonly FileItem[] =>
  files.filter(({ ingestedAt }) => ingestedAt !== undefined && ingestedAt >= since);
