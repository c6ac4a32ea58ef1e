import type { BucketRole } from '../../lambdas/shared/names';
import type { TemplateResource } from '../../lib/build/templates';
import { charge, type Line } from './line';
import { callsOf, entryOf } from './calls';
import { DAYS, GB, type Month } from './month';
import { at, textOf } from './properties';
import { STANDARD, storedLines } from './storage-classes';
import { BUILD_OBJECTS, deep, readable, replaced } from './versions';

/** Objects and requests of a month, by what makes them. */
const PER = {
  /** Multipart: start, part, end. */
  object: 3,
  /** Scans of a day's objects by all builds of a run, each in so many reads. */
  runScans: 12,
  objectReads: 3,
  /** Plans, outcomes and query results. */
  runResults: 40,
  buildResults: 4,
  runLists: 20,
} as const;
/** A line of an access log, and an event of the trail when compressed. */
const LOG_LINE = 600;
const TRAIL_EVENT = 150;

/** `AWS::S3::Bucket` */
export function bucketLines(month: Month, resource: TemplateResource): readonly Line[] {
  const role = roleOf(textOf(resource.properties.BucketName));
  const created = createdIn(month, role);
  const events = at(resource.properties, 'NotificationConfiguration', 'EventBridgeConfiguration');
  return [
    ...(role === undefined ? [] : CONTENTS[role](month)),
    charge('events.optIn', events === undefined ? 0 : created, `new objects of ${role ?? 'other'}`),
  ];
}

const ROLES: readonly BucketRole[] = ['lake', 'landing', 'archive', 'results', 'logs', 'audit'];
export const roleOf = (name: string): BucketRole | undefined =>
  ROLES.find((role) => name.includes(`-${role}-`));

/** New objects in a month. */
export function createdIn(month: Month, role: BucketRole | undefined): number {
  const { runs, builds, delivered, given } = month;
  if (role === 'lake') return delivered + builds * BUILD_OBJECTS + runs;
  if (role === 'results') return runs * PER.runResults + builds * PER.buildResults;
  if (role === 'archive') return archivedObjects(month);
  return role === 'landing' ? given.filesPerDay * DAYS : 0;
}

const archivedObjects = (month: Month): number =>
  month.resources
    .filter(({ type }) => type === 'AWS::Lambda::Function')
    .filter(({ properties }) => entryOf(month, properties.FunctionName).entry === 'archive-records')
    .reduce((all, archive) => all + callsOf(month, archive).count, 0);

/** Reads of the open day's objects of transactions by the builds of all runs. */
const readObjects = ({ runs, config, records }: Month): number =>
  (runs *
    Math.min(DAY / config.delivery.bufferSeconds, records / DAYS) *
    PER.runScans *
    PER.objectReads) /
  2;
const DAY = 86_400;

const CONTENTS: Readonly<Record<BucketRole, (month: Month) => readonly Line[]>> = {
  lake: (month) => [
    ...storedLines(
      { what: 'lake: bronze, silver, gold', ...grown(month), days: month.given.months * DAYS },
      readable(month),
    ),
    ...replaced(month),
    charge('s3.put', createdIn(month, 'lake') * PER.object, 'lake: writes'),
    charge('s3.put', month.runs * PER.runLists, 'lake: lists'),
    charge('s3.get', readObjects(month), 'lake: reads'),
  ],
  archive: (month) => [
    ...storedLines(
      {
        what: 'archive: records as sent',
        gb: month.grownGb('archive'),
        objects: createdIn(month, 'archive'),
        days: month.given.months * DAYS,
      },
      deep(month),
    ),
    charge('s3.put', createdIn(month, 'archive'), 'archive: writes'),
  ],
  landing: (month) => [charge('s3.put', createdIn(month, 'landing'), 'landing: writes')],
  results: (month) => [
    charge('s3.put', createdIn(month, 'results'), 'results: writes'),
    charge('s3.get', createdIn(month, 'results') * 2, 'results: reads'),
  ],
  logs: (month) =>
    storedLines(
      {
        what: 'logs of access',
        gb: (requests(month) * LOG_LINE) / GB,
        objects: 0,
        days: Math.min(month.config.storage.accessLogDays, month.given.months * DAYS),
      },
      STANDARD,
    ),
  audit: (month) =>
    storedLines(
      {
        what: 'trail',
        gb: (dataEvents(month) * TRAIL_EVENT) / GB,
        objects: 0,
        days: month.given.months * DAYS,
      },
      STANDARD,
    ),
};

const grown = (month: Month): { readonly gb: number; readonly objects: number } => ({
  gb: month.grownGb('bronze') + month.grownGb('silver') + month.grownGb('gold'),
  objects: month.delivered + DAYS * BUILD_OBJECTS * 4,
});

const requests = (month: Month): number =>
  readObjects(month) +
  (['lake', 'archive', 'results'] as const).reduce(
    (all, role) => all + createdIn(month, role) * 3,
    0,
  );

/** Writes of the lake, and everything in landing and archive. */
export const dataEvents = (month: Month): number =>
  createdIn(month, 'lake') * PER.object +
  createdIn(month, 'archive') +
  createdIn(month, 'landing') * 3;
