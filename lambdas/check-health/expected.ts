import type { FileItem } from '../shared/ledger/items';
import type { ExpectedFile } from '../shared/settings';

/**
 * Files that should be there by now and are not: expected every day by an hour, UTC, and loaded to the end.
 * @param files claims of every dataset
 * @param now epoch milliseconds
 */
export function missingFiles(
  expected: readonly ExpectedFile[],
  files: readonly FileItem[],
  now: number,
): readonly ExpectedFile[] {
  const today = new Date(now).toISOString().slice(0, 10);
  const hour = new Date(now).getUTCHours();
  const isLoaded = ({ source, dataset }: ExpectedFile): boolean =>
    files.some(
      (file) =>
        file.source === source &&
        (file.dataset === dataset || file.section === dataset) &&
        (file.status === 'finished' || file.status === 'replaced') &&
        file.ingestedAt?.startsWith(today) === true,
    );
  return expected.filter((one) => hour >= one.byHour && !isLoaded(one));
}
