import { contracts } from '../../../lambdas/shared/contracts';
import type { Config } from '../../../lib/config';
import { at, listOf, word, type Templates, type Value } from '../templates';
import { bucketsOf, type Role } from './buckets';
import type { Checks } from './check';

/** Days that what somebody replaced or deleted lies on. */
const UNDO: Readonly<Record<Role, number>> = {
  lake: 7,
  landing: 30,
  archive: 30,
  results: 1,
  logs: 7,
  audit: 30,
};
/** Classes that answer at once. */
const READABLE = ['STANDARD_IA', 'GLACIER_IR'];
const RETENTION = Object.values(contracts);
const longest = Math.max(...RETENTION.map(({ retentionDays }) => retentionDays.bronze));
const QUARANTINE = Math.max(...RETENTION.map(({ retentionDays }) => retentionDays.quarantine));

/** `<prefix> <what> <days>` of each rule that is on; a rule without a prefix has `*`. */
function linesOf(rules: readonly Value[]): readonly string[] {
  return rules.flatMap((rule) => {
    const prefix = word(at(rule, 'Prefix') ?? '*');
    const days = (what: string, value: Value | undefined): readonly string[] =>
      value === undefined ? [] : [`${prefix} ${what} ${word(value)}`];
    if (at(rule, 'Status') !== 'Enabled') return [`${prefix} is off`];
    if (at(rule, 'TagFilters') !== undefined) return [`${prefix} filters by tag`];
    return [
      ...days('ends', at(rule, 'ExpirationInDays')),
      ...days('versions end', at(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays')),
      ...days('uploads end', at(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation')),
      ...(at(rule, 'ExpiredObjectDeleteMarker') === true ? [`${prefix} markers end`] : []),
      ...listOf(at(rule, 'Transitions')).flatMap((step) =>
        days(word(at(step, 'StorageClass')), at(step, 'TransitionInDays')),
      ),
    ];
  });
}

/** Classes and the days that objects reach them after; S3 refuses one after the end. */
const steps = (prefix: string, days: Readonly<Record<string, number>>, { storage }: Config) =>
  Object.entries(days)
    .filter(([, after]) => after < (storage.mostDays ?? Infinity))
    .map(([name, after]) => `${prefix} ${name} ${after}`);
const tiers = (prefix: string, config: Config): readonly string[] => {
  const { infrequentDays, glacierInstantDays } = config.storage.tiering;
  return steps(prefix, { STANDARD_IA: infrequentDays, GLACIER_IR: glacierInstantDays }, config);
};
/** The contract's word, or the environment's where that is shorter. */
const kept = (wanted: number, { storage }: Config): number =>
  Math.min(wanted, storage.mostDays ?? wanted);

function wantedOf(role: Role, config: Config): readonly string[] {
  const { storage } = config;
  const own: Readonly<Record<Role, () => readonly string[]>> = {
    lake: () => [
      ...['bronze/', 'silver/', 'silver_restricted/', 'gold/', 'ops/'].flatMap((prefix) =>
        tiers(prefix, config),
      ),
      ...RETENTION.map(
        ({ table, retentionDays }) => `bronze/${table}/ ends ${kept(retentionDays.bronze, config)}`,
      ),
      `bronze/quarantine/ ends ${kept(QUARANTINE, config)}`,
      ...['silver/', 'silver_restricted/', 'gold/', 'ops/'].map(
        (prefix) => `${prefix} ends ${kept(longest, config)}`,
      ),
      ...['silver/', 'silver_restricted/', 'gold/'].map((prefix) => `${prefix} versions end 1`),
      'delivery-errors/ ends 90',
      'delivery-errors/ versions end 1',
    ],
    landing: () => [...tiers('*', config), `* ends ${kept(longest, config)}`],
    archive: () => [
      ...steps(
        'archive/',
        {
          GLACIER: storage.archiveTiering.glacierDays,
          DEEP_ARCHIVE: storage.archiveTiering.deepArchiveDays,
        },
        config,
      ),
      ...RETENTION.filter(({ kind }) => kind === 'stream').map(
        ({ table, retentionDays }) =>
          `archive/${table}/ ends ${kept(retentionDays.bronze, config)}`,
      ),
      'inbox/ ends 90',
      'aws/lambda/ ends 90',
    ],
    results: () => ['* ends 30'],
    logs: () => [`* ends ${config.keepData ? 90 : 7}`],
    audit: () => [
      ...(config.keepData
        ? [
            `* STANDARD_IA ${storage.tiering.infrequentDays}`,
            `* GLACIER_IR ${storage.tiering.glacierInstantDays}`,
          ]
        : []),
      `* ends ${storage.auditDays}`,
    ],
  };
  return ['* uploads end 2', '* markers end', `* versions end ${UNDO[role]}`, ...own[role]()];
}

const rulesOf = (lake: Templates): ReadonlyMap<Role, readonly Value[]> =>
  new Map(
    bucketsOf(lake).map(({ role, resource }) => [
      role,
      listOf(at(resource.Properties.LifecycleConfiguration, 'Rules')),
    ]),
  );

export const lifecycleChecks: Checks = {
  'objects move and end as contracts and configuration say': (lake) => {
    const rules = rulesOf(lake);
    if (rules.size === 0) return ['no bucket has rules'];
    return [...rules].flatMap(([role, given]) => {
      const [lines, wanted] = [linesOf(given), wantedOf(role, lake.config)];
      return [
        ...lines.filter((line) => !wanted.includes(line)).map((line) => `${role} has ${line}`),
        ...wanted.filter((line) => !lines.includes(line)).map((line) => `${role} lacks ${line}`),
        ...(lines.length === wanted.length ? [] : [`${role} says something twice`]),
      ];
    });
  },

  'only the archive goes where Athena cannot read at once': (lake) =>
    [...rulesOf(lake)].flatMap(([role, rules]) =>
      role === 'archive'
        ? []
        : rules
            .flatMap((rule) => listOf(at(rule, 'Transitions')))
            .map((step) => word(at(step, 'StorageClass')))
            .filter((storageClass) => !READABLE.includes(storageClass))
            .map((storageClass) => `${role} moves objects to ${storageClass}`),
    ),

  'small objects stay where they are: moving them costs more than it saves': (lake) =>
    bucketsOf(lake)
      .filter(
        ({ resource }) =>
          at(resource.Properties.LifecycleConfiguration, 'TransitionDefaultMinimumObjectSize') !==
          'all_storage_classes_128K',
      )
      .map(({ role }) => `${role} moves small objects`),

  'prod reads at once for 30 and 90 days, and keeps what it must for years': ({ env, config }) => {
    const { tiering, archiveTiering, auditDays } = config.storage;
    const given = [
      tiering.infrequentDays,
      tiering.glacierInstantDays,
      archiveTiering.glacierDays,
      archiveTiering.deepArchiveDays,
    ];
    return [
      ...(given.join() === '30,90,90,365' ? [] : [`${env} moves objects after ${given.join()}`]),
      ...(env === 'dev' || auditDays >= 2555 ? [] : [`the trail ends after ${auditDays} days`]),
    ];
  },
};
