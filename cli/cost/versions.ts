import type { Line } from './line';
import { DAYS, type Month } from './month';
import { STANDARD, storedLines, type Tier } from './storage-classes';

/** Objects that one build writes. */
export const BUILD_OBJECTS = 6;

/**
 * Days that a replaced version lies in the lake: one in which it can be rolled back to, half of one until the
 * reaper's next round, and one and a half as a deleted version, since lifecycles work once a day.
 */
const REPLACED_DAYS = 1 + 0.5 + 1.5;
/** Versions before the newest that a slice keeps for ever, nearly full when its day ended. */
const KEPT_VERSIONS = 3;

/** Every run with news writes the open day of silver and gold anew; what it replaces lies beside it. */
export function replaced(month: Month): readonly Line[] {
  const { given, runs } = month;
  const everyRun = month.cadences.filter((one) => one.everyRun).length;
  if (everyRun === 0) return [];
  const grownGb = month.grownGb('silver') + month.grownGb('gold');
  const perDay = runs / DAYS;
  const late = Math.min(given.lateRebuilds, perDay);
  // Of the versions of a day the last stays, and three before it; those of an open day are half of it on average.
  const kept = Math.min(KEPT_VERSIONS, Math.max(0, perDay - 1 + late));
  const made = Math.max(0, (perDay - 1) / 2 + late - kept);
  return [
    ...storedLines(
      {
        what: 'lake: versions that runs replaced',
        gb: grownGb * made,
        objects: 0,
        days: REPLACED_DAYS,
      },
      STANDARD,
    ),
    ...storedLines(
      {
        what: 'lake: versions to roll back to',
        gb: grownGb * kept,
        objects: DAYS * kept * everyRun * BUILD_OBJECTS,
        days: given.months * DAYS,
      },
      readable(month),
    ),
  ];
}

/** Classes of what Athena reads. */
export const readable = ({ config: { storage } }: Month): readonly Tier[] => [
  ...STANDARD,
  { fromDay: storage.tiering.infrequentDays, stored: 's3.infrequent', move: 's3.toInfrequent' },
  {
    fromDay: storage.tiering.glacierInstantDays,
    stored: 's3.glacierInstant',
    move: 's3.toGlacierInstant',
  },
];

/** Classes of the archive. */
export const deep = ({ config: { storage } }: Month): readonly Tier[] => [
  ...STANDARD,
  { fromDay: storage.archiveTiering.glacierDays, stored: 's3.glacier', move: 's3.toGlacier' },
  {
    fromDay: storage.archiveTiering.deepArchiveDays,
    stored: 's3.deepArchive',
    move: 's3.toDeepArchive',
  },
];
