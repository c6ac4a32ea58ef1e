import type { LambdaName } from '../build/lambdas';
import type { CompositeId } from './alarm';

interface Impact {
  /** What does not happen while it fails, in one sentence. */
  readonly impact: string;
  readonly tells: CompositeId;
}

/** By Lambda. One that is missing here is told of in general words, and a test asks for better ones. */
const IMPACTS: Readonly<Record<string, Impact>> = {
  'transform-records': {
    impact:
      'Records are not judged: Firehose retries, then leaves the batch under its error prefix.',
    tells: 'ingest-stopped',
  },
  'archive-records': {
    impact: 'Bytes as sent are not archived: nothing could be replayed or proven from this time.',
    tells: 'ingest-stopped',
  },
  'watch-records': {
    impact: 'Nobody is alerted to suspicious transactions of this time.',
    tells: 'alerts-late',
  },
  'notify-chat': {
    impact: 'Alerts and alarms do not reach the chat; e-mail and the topics still work.',
    tells: 'alerts-late',
  },
  'ingest-file': {
    impact: 'A landed file is not loaded: its rows are in no table.',
    tells: 'records-stuck',
  },
  'note-object': {
    impact: 'New objects of bronze are not noted: runs do not see their days as changed.',
    tells: 'records-stuck',
  },
  'collect-failed': {
    impact: 'Failed deliveries stay in the lake under the data key, with records in clear.',
    tells: 'records-stuck',
  },
  'plan-run': { impact: 'Runs cannot be planned: no table is built.', tells: 'tables-stale' },
  'render-build': { impact: 'A table is not built for want of its SQL.', tells: 'tables-stale' },
  'judge-build': {
    impact: 'Built slices are not judged, so they are not published.',
    tells: 'tables-stale',
  },
  'publish-slices': {
    impact: 'Good slices are not published, or Glue lags behind the ledger.',
    tells: 'tables-stale',
  },
  'report-run': {
    impact: 'A run ends without a report and keeps the lease until the next takes it over.',
    tells: 'tables-stale',
  },
  'load-warehouse': {
    impact:
      'Copies in the warehouse keep the rows of before: its readers see older tables than those of gold.',
    tells: 'tables-stale',
  },
  'migrate-warehouse': {
    impact: 'Redshift keeps an old schema or old rights: its readers see yesterday or nothing.',
    tells: 'tables-stale',
  },
  'reap-slices': {
    impact: 'Old publications are not removed: storage grows, and nothing else.',
    tells: 'machinery',
  },
  'settle-network': {
    impact: 'The network is not what the templates say: calls of functions may be refused.',
    tells: 'machinery',
  },
  'check-health': {
    impact: 'Nobody judges volumes, shares of rejects, files, freshness and balance.',
    tells: 'machinery',
  },
};

/** What the failing of a Lambda means. */
export const impactOf = (entry: LambdaName): Impact =>
  IMPACTS[entry] ?? { impact: `What ${entry} does is not done.`, tells: 'machinery' };

export const isDescribed = (entry: string): boolean => IMPACTS[entry] !== undefined;
