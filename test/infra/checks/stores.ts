import { ofType, text, word, type Resource, type Templates, type Value } from '../templates';
import type { Checks } from './check';
import { differs } from './compare';

const stores = (lake: Templates): readonly Resource[] => ofType(lake, 'AWS::DynamoDB::Table');
/** Both key attributes of each table, and when its items end. */
const KEYS: Readonly<Record<string, readonly [hash: string, range: string, ends?: string]>> = {
  ledger: ['pk', 'sk'],
  configuration: ['category', 'key'],
  profile: ['pk', 'sk', 'ends'],
};

const each =
  (fact: (store: Resource, lake: Templates) => readonly string[]) =>
  (lake: Templates): readonly string[] => {
    const all = stores(lake);
    return all.length >= 2 ? all.flatMap((store) => fact(store, lake)) : [`${all.length} tables`];
  };
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

  'tables are paid by request, profiles by the capacity of the configuration': each(
    ({ id, Properties }, { config }) => {
      const capacity = id.startsWith('Watcher') ? config.watcher.profileCapacity : 'on-demand';
      const { BillingMode, ProvisionedThroughput } = Properties;
      if (capacity === 'on-demand') return differs(id, BillingMode, 'PAY_PER_REQUEST');
      return differs(id, ProvisionedThroughput, {
        ReadCapacityUnits: capacity.least,
        WriteCapacityUnits: capacity.least,
      });
    },
  ),

  'tables are protected and stay, where the environment keeps its data': each(
    ({ id, Properties, DeletionPolicy, UpdateReplacePolicy }, { config }) => {
      const { keepData } = config;
      const policy = keepData ? 'Retain' : 'Delete';
      return [
        ...differs(`${id} protection`, Properties.DeletionProtectionEnabled ?? false, keepData),
        ...differs(id, [DeletionPolicy ?? null, UpdateReplacePolicy ?? null], [policy, policy]),
      ];
    },
  ),

  'capacity follows the load between the bounds of the configuration': (lake) => {
    const { profileCapacity } = lake.config.watcher;
    const targets = ofType(lake, 'AWS::ApplicationAutoScaling::ScalableTarget')
      .filter(({ Properties }) => Properties.ServiceNamespace === 'dynamodb')
      .map(({ Properties: { MinCapacity, MaxCapacity, ScalableDimension } }) => [
        word(ScalableDimension).replace('dynamodb:table:', ''),
        MinCapacity ?? null,
        MaxCapacity ?? null,
      ]);
    if (profileCapacity === 'on-demand') return differs('scaling', targets, []);
    const { least, most } = profileCapacity;
    return differs('scaling', targets.sort(), [
      ['ReadCapacityUnits', least, most],
      ['WriteCapacityUnits', least, most],
    ]);
  },

  'tables have their names, and keys of text': (lake) =>
    Object.entries(KEYS).flatMap(([name, [hash, range, ends]]) => {
      const { KeySchema, AttributeDefinitions, TimeToLiveSpecification } =
        stores(lake).find(({ Properties }) => Properties.TableName === `sluice-${lake.env}-${name}`)
          ?.Properties ?? {};
      return [
        ...differs(name, KeySchema, [
          { AttributeName: hash, KeyType: 'HASH' },
          { AttributeName: range, KeyType: 'RANGE' },
        ]),
        ...differs(
          name,
          AttributeDefinitions,
          [hash, range].map((key) => ({ AttributeName: key, AttributeType: 'S' })),
        ),
        ...differs(
          `${name} items end`,
          TimeToLiveSpecification,
          ends === undefined ? null : { AttributeName: ends, Enabled: true },
        ),
      ];
    }),
};
