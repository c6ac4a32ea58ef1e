import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { contracts } from '../lambdas/shared/contracts';
import { MODEL_LAYERS } from '../lambdas/shared/models/model';
import {
  ARCHIVE_INBOX_PREFIX,
  DELIVERY_ERROR_PREFIX,
  DISCARDED_BATCHES_PREFIX,
  type BucketRole,
} from '../lambdas/shared/names';
import type { Config } from './config';
import { READABLE_LAYERS } from './layers';

const { days } = Duration;
const longest = (layer: 'bronze' | 'quarantine', { storage }: Config): number =>
  Math.max(
    ...Object.values(contracts).map(({ retentionDays }) => atMost(retentionDays[layer], storage)),
  );
/** What a contract wants, unless the environment keeps no history that long. */
const atMost = (wanted: number, { mostDays }: Config['storage']): number =>
  Math.min(wanted, mostDays ?? wanted);

/** Days that a version lies on after it was replaced or deleted, to undo what somebody did by mistake. */
export const UNDO_DAYS: Readonly<Record<BucketRole, number>> = {
  lake: 7,
  landing: 30,
  archive: 30,
  results: 1,
  logs: 7,
  audit: 30,
};
/** Failed deliveries and discarded batches wait so long for somebody; the archive has their records too. */
const WAITING_DAYS = 90;
/** Layers that every run writes anew: a week of copies would be larger than the lake. */
const REPLACED_BY_RUNS: readonly string[] = MODEL_LAYERS;
/** Plans and results of statements are read back within days. */
const RESULT_DAYS = 30;

type Rules = readonly s3.LifecycleRule[];

/** When objects of a bucket move to another class and when they end, beside what every bucket does. */
export function lifecycleOf(role: BucketRole, config: Config): Rules {
  const ends = (id: string, after: number): Rules => [{ id, expiration: days(after) }];
  const rules: Readonly<Record<BucketRole, () => Rules>> = {
    lake: () => lakeRules(config),
    landing: () => [
      { id: 'tier', transitions: reached(readable(config), config) },
      ...ends('files-as-sent', longest('bronze', config)),
    ],
    archive: () => archiveRules(config),
    results: () => ends('results', RESULT_DAYS),
    logs: () => ends('access-logs', config.storage.accessLogDays),
    audit: () => [
      {
        id: 'tier',
        transitions: readable(config).slice(0, config.storage.auditDays > 365 ? 2 : 0),
      },
      ...ends('trail', config.storage.auditDays),
    ],
  };
  return rules[role]().filter(({ transitions, expiration }) => transitions?.length ?? expiration);
}

/** Classes that answer at once: Athena skips what it would have to wait for, and says nothing. */
function readable({ storage }: Config): s3.Transition[] {
  const { infrequentDays, glacierInstantDays } = storage.tiering;
  return [
    {
      storageClass: s3.StorageClass.INFREQUENT_ACCESS,
      transitionAfter: days(infrequentDays),
    },
    {
      storageClass: s3.StorageClass.GLACIER_INSTANT_RETRIEVAL,
      transitionAfter: days(glacierInstantDays),
    },
  ];
}

/** S3 refuses to move what has ended by then. */
const reached = (steps: readonly s3.Transition[], { storage }: Config): s3.Transition[] =>
  steps.filter(({ transitionAfter }) => {
    const after = transitionAfter?.toDays() ?? 0;
    return after < atMost(Infinity, storage);
  });

function lakeRules(config: Config): Rules {
  return [
    ...READABLE_LAYERS.map((layer) => ({
      id: `tier-${layer}`,
      prefix: `${layer}/`,
      transitions: reached(readable(config), config),
    })),
    ...Object.values(contracts).map(({ table, retentionDays }) => ({
      id: `retention-${table}`,
      prefix: `bronze/${table}/`,
      expiration: days(atMost(retentionDays.bronze, config.storage)),
    })),
    {
      id: 'retention-quarantine',
      prefix: 'bronze/quarantine/',
      expiration: days(longest('quarantine', config)),
    },
    // What is derived ends with the longest of what it came from; a slice built again is new again.
    ...READABLE_LAYERS.slice(1).map((layer) => ({
      id: `retention-${layer}`,
      prefix: `${layer}/`,
      expiration: days(longest('bronze', config)),
      // What runs replaced is kept by the ledger for as long as it can be rolled back to, and deleted then.
      ...(REPLACED_BY_RUNS.includes(layer) && { noncurrentVersionExpiration: days(1) }),
    })),
    {
      id: 'failed-deliveries',
      prefix: DELIVERY_ERROR_PREFIX,
      expiration: days(WAITING_DAYS),
      // Moved by `collect-failed`: what it deleted held records in clear.
      noncurrentVersionExpiration: days(1),
    },
  ];
}

function archiveRules(config: Config): Rules {
  const { storage } = config;
  const { glacierDays, deepArchiveDays } = storage.archiveTiering;
  return [
    {
      id: 'deep',
      prefix: 'archive/',
      transitions: reached(
        [
          { storageClass: s3.StorageClass.GLACIER, transitionAfter: days(glacierDays) },
          { storageClass: s3.StorageClass.DEEP_ARCHIVE, transitionAfter: days(deepArchiveDays) },
        ],
        config,
      ),
    },
    ...Object.values(contracts)
      .filter(({ kind }) => kind === 'stream')
      .map(({ table, retentionDays }) => ({
        id: `retention-${table}`,
        prefix: `archive/${table}/`,
        expiration: days(atMost(retentionDays.bronze, storage)),
      })),
    ...[ARCHIVE_INBOX_PREFIX, DISCARDED_BATCHES_PREFIX].map((prefix) => ({
      id: `waiting-${prefix.replace(/\W+/g, '-').replace(/-$/, '')}`,
      prefix,
      expiration: days(WAITING_DAYS),
    })),
  ];
}
