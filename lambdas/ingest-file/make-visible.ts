import { eachLimited } from '../shared/each-limited';
import type { Days } from '../shared/ledger/days';
import type { Files } from '../shared/ledger/files';
import type { FileItem } from '../shared/ledger/items';
import type { DayPartition } from '../shared/partitions';

export interface Visibility {
  readonly files: Files;
  readonly days: Pick<Days, 'raise'>;
}
const PARALLEL_WRITES = 16;

/** Days of both tables that a claim's objects lie in. */
export const daysOf = ({ parts = {} }: FileItem): readonly DayPartition[] =>
  Object.entries(parts).flatMap(([table, days]) =>
    Object.keys(days).map((day) => ({ table, day })),
  );

/** Claims of the same file, source and section that another gate or mapping finished. */
async function olderClaims({ files }: Visibility, file: FileItem): Promise<readonly FileItem[]> {
  const versions = await files.versions(file.dataset, file.sha256);
  return versions.filter(
    ({ status, source, section, gateVersion }) =>
      (status === 'finished' || status === 'replaced') &&
      source === file.source &&
      section === file.section &&
      gateVersion !== file.gateVersion,
  );
}

/**
 * After a claim has finished: hides what another gate or mapping made of the same file, and raises the
 * days, which is what makes a run look at them. Repeated until it was done once.
 */
export async function makeVisible(door: Visibility, file: FileItem): Promise<void> {
  if (file.noted === true) return;
  const older = await olderClaims(door, file);
  for (const claim of older) {
    if (claim.status === 'finished') await door.files.replace(claim);
  }
  // Days of claims that were replaced before a crash are raised once more.
  const touched = [file, ...older].flatMap(daysOf);
  const unique = new Map(touched.map((place) => [`${place.table} ${place.day}`, place]));
  await eachLimited([...unique.values()], PARALLEL_WRITES, ({ table, day }) =>
    door.days.raise(table, day),
  );
  await door.files.note(file);
}
