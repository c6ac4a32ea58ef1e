import type { FileItem } from '../shared/ledger/items';
import type { Ledger } from '../shared/ledger/ledger';
import type { HealthSettings } from '../shared/settings';
import { missingFiles } from './expected';
import { unaccounted } from './imbalance';
import type { Finding, Look } from './ledger-look';
import { judgedFiles, refusedSources, rejectShares, type Share } from './shares';
import { type Ask, recentRows, type RecentRow } from './recent-rows';

export interface TablesPorts {
  readonly ledger: {
    readonly files: Pick<Ledger['files'], 'list'>;
    readonly models: Pick<Ledger['models'], 'of'>;
  };
  /** Bronze tables that files feed. */
  readonly datasets: readonly string[];
  readonly settings: HealthSettings;
  readonly ask: Ask;
}

const READ = 'silver.transactions';
const DAY_MS = 86_400_000;
const BEST_SCORE = 100;

/**
 * What claims of files and one small statement tell, once an hour: who sends what is refused, how good the rest
 * is, and which file has not come. @param now epoch milliseconds
 */
export async function lookAtTables(ports: TablesPorts, now: number): Promise<Look> {
  const { datasets, settings } = ports;
  const [rows, ...lists] = await Promise.all([
    streamed(ports, now),
    ...datasets.map((dataset) => ports.ledger.files.list(dataset)),
  ]);
  const files = lists.flat();
  const shares = sharesOf(rows, files, settings, now);
  const missing = missingFiles(settings.expectedFiles, files, now);
  const quality = qualityOf(rows);
  const [worst] = shares;
  return {
    values: {
      WorstRejectShare: worst?.share ?? 0,
      FilesMissing: missing.length,
      RecordsImbalanced: unaccounted(files),
      ...(quality !== undefined && { QualityScore: quality }),
    },
    findings: [
      ...shares.filter(({ share }) => share > settings.rejectShare).map(tellShare),
      ...missing.map(({ source, dataset, byHour }) => ({
        message: 'expected file has not arrived',
        fields: { source, dataset, byHour },
      })),
    ],
  };
}

/** Before its first build the table that the statement reads does not exist. */
async function streamed({ ledger, ask }: TablesPorts, now: number): Promise<readonly RecentRow[]> {
  const states = await ledger.models.of([READ]);
  return states.get(READ)?.fingerprint === undefined ? [] : recentRows(ask, now);
}

/** A file that was refused as a whole counts as a source of which everything is rejected. */
function sharesOf(
  rows: readonly RecentRow[],
  files: readonly FileItem[],
  { rejectFloor }: HealthSettings,
  now: number,
): readonly Share[] {
  const since = new Date(now - DAY_MS).toISOString();
  const refused = refusedSources(files, since).map((source) => ({ source, share: 1, records: 0 }));
  return [...refused, ...rejectShares([...rows, ...judgedFiles(files, since)], rejectFloor)].sort(
    (a, b) => b.share - a.share,
  );
}

const tellShare = ({ source, share, records }: Share): Finding => ({
  message: 'a source sends much that is rejected',
  fields: { source, share: Math.round(share * 1000) / 1000, records },
});

/** Mean score of the newest transactions, 0 to 1; undefined when there are none. */
function qualityOf(rows: readonly RecentRow[]): number | undefined {
  const accepted = rows.reduce((sum, row) => sum + row.accepted, 0);
  const score = rows.reduce((sum, row) => sum + row.score, 0);
  return accepted === 0 ? undefined : score / accepted / BEST_SCORE;
}
