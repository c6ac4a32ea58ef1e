import { ofType, text, word, type Resource, type Templates } from '../templates';
import type { Checks } from './check';
import { differs, plain, policyDiffers } from './compare';
import { KEYS, KEY_POLICIES, type Key } from './key-policies';

const found = (lake: Templates, id: Key): Resource | undefined =>
  ofType(lake, 'AWS::KMS::Key').find((key) => key.id === id);

export const keyChecks: Checks = {
  'there are three keys: for data, for clear values, for tokens': (lake) =>
    differs(
      'keys',
      ofType(lake, 'AWS::KMS::Key')
        .map(({ id }) => id)
        .sort(),
      [...KEYS].sort(),
    ),

  'each key is administered by the account and used through named services for our things only': (
    lake,
  ) =>
    KEYS.flatMap((id) => {
      const key = found(lake, id);
      if (key === undefined) return [`no key ${id}`];
      return policyDiffers(key, key.Properties.KeyPolicy, KEY_POLICIES[id](lake.env));
    }),

  'keys rotate where KMS rotates them, and wait 30 days before they are gone': (lake) =>
    KEYS.flatMap((id) => {
      const { KeySpec, KeyUsage, EnableKeyRotation, PendingWindowInDays, Enabled } =
        found(lake, id)?.Properties ?? {};
      const mac = id.startsWith('Hmac');
      return differs(
        id,
        [KeySpec ?? null, KeyUsage ?? null, EnableKeyRotation ?? false, PendingWindowInDays ?? 0],
        mac
          ? ['HMAC_256', 'GENERATE_VERIFY_MAC', false, 30]
          : ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', true, 30],
      ).concat(Enabled === undefined || Enabled === true ? [] : [`${id} is disabled`]);
    }),

  'keys stay when the stack goes, where the environment keeps its data': (lake) => {
    const wanted = lake.config.keepData ? 'Retain' : 'Delete';
    return ofType(lake, 'AWS::KMS::Key').flatMap(({ id, DeletionPolicy, UpdateReplacePolicy }) =>
      differs(id, [DeletionPolicy ?? null, UpdateReplacePolicy ?? null], [wanted, wanted]),
    );
  },

  'each key has the alias that people find it by': (lake) =>
    differs(
      'aliases',
      ofType(lake, 'AWS::KMS::Alias')
        .map(({ Properties }) => [
          word(Properties.AliasName),
          word(plain(Properties.TargetKeyId)).replace(/\W/g, ''),
        ])
        .sort(),
      (['data', 'hmac', 'sensitive'] as const).map((name, index) => [
        `alias/sluice-${lake.env}-${name}`,
        `${[KEYS[0], KEYS[2], KEYS[1]][index] ?? ''}Arn`,
      ]),
    ),

  'what rests under the data key is named as its policy expects': (lake) => {
    const names: readonly (readonly [type: string, property: string, name: RegExp])[] = [
      ['AWS::Logs::LogGroup', 'LogGroupName', new RegExp(`sluice-${lake.env}`)],
      ['AWS::SNS::Topic', 'TopicName', new RegExp(`^sluice-${lake.env}-`)],
      ['AWS::DynamoDB::Table', 'TableName', new RegExp(`^sluice-${lake.env}-`)],
      ['AWS::Kinesis::Stream', 'Name', new RegExp(`^sluice-${lake.env}-`)],
    ];
    return names.flatMap(([type, property, name]) => {
      const resources = ofType(lake, type);
      if (resources.length === 0) return [`no ${type}`];
      return resources
        .filter(({ Properties }) => !name.test(text(plain(Properties[property])).slice(1, -1)))
        .map(({ id }) => `${id} is not named as the key's policy expects`);
    });
  },
};
