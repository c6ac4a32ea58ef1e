import { configFor } from '../../../lib/config';
import { at, ofType, text, word, type Resource, type Templates, type Value } from '../templates';
import type { Checks } from './check';
import { differs, plain, policyDiffers } from './compare';

const stores = (lake: Templates): readonly Resource[] => ofType(lake, 'AWS::DynamoDB::Table');
const copied = (lake: Templates): readonly string[] =>
  ofType(lake, 'AWS::Backup::BackupSelection')
    .flatMap(({ Properties }) =>
      text(plain(at(Properties.BackupSelection, 'Resources'))).match(/\w+(?=\.Arn)/g),
    )
    .filter((id) => id !== null);

/** Key attributes of the tables that are named in names.ts. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  ledger: ['pk', 'sk'],
  configuration: ['category', 'key'],
};

const each =
  (fact: (store: Resource, lake: Templates) => readonly string[]) =>
  (lake: Templates): readonly string[] => {
    const all = stores(lake);
    return all.length >= 2 ? all.flatMap((store) => fact(store, lake)) : [`${all.length} tables`];
  };
const when = (kept: boolean, wanted: Value): Value => (kept ? wanted : null);

export const storeChecks: Checks = {
  'tables rest under the data key': each(({ id, Properties }) => {
    const { SSEEnabled, SSEType, KMSMasterKeyId } = (Properties.SSESpecification ?? {}) as Readonly<
      Record<string, Value>
    >;
    return [
      ...differs(`${id} encryption`, [SSEEnabled ?? false, SSEType ?? null], [true, 'KMS']),
      ...(text(KMSMasterKeyId ?? null).includes('DataKey') ? [] : [`${id} has another key`]),
    ];
  }),

  'tables can be restored to any second of 35 days': each(({ id, Properties }) =>
    differs(id, Properties.PointInTimeRecoverySpecification, { PointInTimeRecoveryEnabled: true }),
  ),

  'tables are paid by request': each(({ id, Properties }) =>
    differs(id, Properties.BillingMode, 'PAY_PER_REQUEST'),
  ),

  'tables are protected and stay, where the environment keeps its data': each(
    ({ id, Properties, DeletionPolicy, UpdateReplacePolicy }, { env }) => {
      const { keepData } = configFor(env);
      const policy = keepData ? 'Retain' : 'Delete';
      return [
        ...differs(`${id} protection`, Properties.DeletionProtectionEnabled ?? false, keepData),
        ...differs(id, [DeletionPolicy ?? null, UpdateReplacePolicy ?? null], [policy, policy]),
      ];
    },
  ),

  'ledger and configuration have their names and keys': (lake) =>
    Object.entries(KEYS).flatMap(([name, keys]) => {
      const table = stores(lake).find(
        ({ Properties }) => Properties.TableName === `sluice-${lake.env}-${name}`,
      );
      const [hash, range] = keys;
      return differs(name, table?.Properties.KeySchema, [
        { AttributeName: hash ?? '', KeyType: 'HASH' },
        { AttributeName: range ?? '', KeyType: 'RANGE' },
      ]);
    }),

  'every table is copied weekly where data is kept, and none elsewhere': (lake) => {
    const { keepData } = configFor(lake.env);
    const wanted = keepData ? stores(lake).map(({ id }) => id) : [];
    return differs('copied tables', [...copied(lake)].sort(), [...wanted].sort());
  },

  'copies lie 90 days in a vault under the data key that nobody deletes from': (lake) => {
    const { keepData } = configFor(lake.env);
    const [vault] = ofType(lake, 'AWS::Backup::BackupVault');
    const [plan] = ofType(lake, 'AWS::Backup::BackupPlan');
    const rules = plain(at(plan?.Properties.BackupPlan, 'BackupPlanRule'));
    const properties = vault?.Properties ?? {};
    return [
      ...differs(
        'backup rules',
        rules,
        when(keepData, [
          {
            Lifecycle: { DeleteAfterDays: 90 },
            RuleName: 'weekly',
            ScheduleExpression: 'cron(0 4 ? * SUN *)',
            TargetBackupVault: `\${${vault?.id ?? 'none'}.BackupVaultName}`,
          },
        ]),
      ),
      ...differs(
        'vault',
        plain(properties.EncryptionKeyArn),
        when(keepData, '${DataKey2A0DE9E6.Arn}'),
      ),
      ...differs(
        'vault name',
        properties.BackupVaultName ?? null,
        when(keepData, `sluice-${lake.env}`),
      ),
      ...differs('vault stays', vault?.DeletionPolicy ?? null, when(keepData, 'Retain')),
      ...(vault ? vaultPolicy(vault) : []),
    ];
  },
};

function vaultPolicy(vault: Resource): readonly string[] {
  return policyDiffers(vault, vault.Properties.AccessPolicy, [
    'Deny | AWS=* | backup:DeleteRecoveryPoint backup:UpdateRecoveryPointLifecycle | * | ',
  ]).map((finding) => word(finding));
}
