import { configFor } from '../../../lib/config';
import { at, ofType, text, type Resource, type Templates, type Value } from '../templates';
import type { Checks } from './check';
import { differs, plain } from './compare';

/** What each bucket is for decides its key, whether its objects are locked, and who logs it. */
const BUCKETS = {
  lake: { key: 'DataKey2A0DE9E6', locked: false },
  landing: { key: 'SensitiveKeyD95B10F4', locked: false },
  archive: { key: 'SensitiveKeyD95B10F4', locked: true },
  results: { key: 'DataKey2A0DE9E6', locked: false },
  logs: { key: 'DataKey2A0DE9E6', locked: false },
  audit: { key: 'DataKey2A0DE9E6', locked: true },
} as const;
export type Role = keyof typeof BUCKETS;
export const ROLES = Object.keys(BUCKETS) as readonly Role[];
export const KEY_OF = (role: Role): string => BUCKETS[role].key;
const NAME = /^sluice-([a-z]+)-([a-z]+)-\$\{AWS::AccountId\}-\$\{AWS::Region\}$/;

export interface Bucket {
  readonly role: Role;
  readonly resource: Resource;
}

/** Buckets whose name follows the pattern, each with its role. */
export function bucketsOf(lake: Templates): readonly Bucket[] {
  return ofType(lake, 'AWS::S3::Bucket').flatMap((resource) => {
    const [, env, name] = NAME.exec(text(plain(resource.Properties.BucketName)).slice(1, -1)) ?? [];
    const role = ROLES.find((known) => known === name);
    return role !== undefined && env === lake.env ? [{ role, resource }] : [];
  });
}

type Wanted = (bucket: Bucket, lake: Templates) => Value;
/** One finding per bucket whose property is not exactly the wanted one. */
const each =
  (property: string, wanted: Wanted) =>
  (lake: Templates): readonly string[] =>
    bucketsOf(lake).flatMap((bucket) =>
      differs(
        `${bucket.resource.id}.${property}`,
        plain(bucket.resource.Properties[property]),
        wanted(bucket, lake),
      ),
    );

export const bucketChecks: Checks = {
  'there is one bucket of each kind, and no other': (lake) => {
    const roles = bucketsOf(lake).map(({ role }) => role);
    const all = ofType(lake, 'AWS::S3::Bucket');
    return [
      ...ROLES.filter((role) => roles.filter((one) => one === role).length !== 1).map(
        (role) => `not one bucket ${role}`,
      ),
      ...(all.length === ROLES.length ? [] : [`${all.length} buckets, not ${ROLES.length}`]),
    ];
  },

  'buckets rest under their own key, with a bucket key': each('BucketEncryption', ({ role }) => ({
    ServerSideEncryptionConfiguration: [
      {
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: {
          SSEAlgorithm: 'aws:kms',
          KMSMasterKeyID: `\${${KEY_OF(role)}.Arn}`,
        },
      },
    ],
  })),

  'nothing public reaches a bucket': each('PublicAccessBlockConfiguration', () => ({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  })),

  'access lists are off': each('OwnershipControls', () => ({
    Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }],
  })),

  'buckets keep what is replaced': each('VersioningConfiguration', () => ({ Status: 'Enabled' })),

  'archive and trail are locked for the days of the configuration': (lake) => {
    const { objectLock } = configFor(lake.env).storage;
    return bucketsOf(lake).flatMap(({ role, resource: { id, Properties } }) => {
      const locked = BUCKETS[role].locked && objectLock !== 'off';
      const rule = locked && {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: objectLock.mode, Days: objectLock.days } },
      };
      return [
        ...differs(`${id} lock`, Properties.ObjectLockConfiguration ?? false, rule),
        ...differs(`${id} lock`, Properties.ObjectLockEnabled ?? false, locked),
      ];
    });
  },

  'staging and prod lock under GOVERNANCE for a year at least, dev not at all': (lake) => {
    const { objectLock } = configFor(lake.env).storage;
    if (lake.env === 'dev') return objectLock === 'off' ? [] : ['dev locks'];
    const held = objectLock !== 'off' && objectLock.mode === 'GOVERNANCE' && objectLock.days >= 365;
    return held ? [] : [`${lake.env} does not lock`];
  },

  'every access is logged': each('LoggingConfiguration', ({ role }, lake) => {
    const logs = bucketsOf(lake).find((one) => one.role === 'logs')?.resource.id ?? 'none';
    if (role === 'logs') return null;
    return { DestinationBucketName: `\${${logs}}`, LogFilePrefix: `access/${role}/` };
  }),

  'new objects are told to EventBridge, and to nobody else': each(
    'NotificationConfiguration',
    () => ({ EventBridgeConfiguration: { EventBridgeEnabled: true } }),
  ),

  'buckets stay when the stack goes, where the environment keeps its data': (lake) => {
    const wanted = configFor(lake.env).keepData ? 'Retain' : 'Delete';
    return bucketsOf(lake).flatMap(({ resource: { id, DeletionPolicy, UpdateReplacePolicy } }) =>
      differs(id, [DeletionPolicy ?? null, UpdateReplacePolicy ?? null], [wanted, wanted]),
    );
  },

  'nothing empties a bucket by itself': ({ all }) =>
    all
      .filter(
        ({ Type, Properties }) =>
          Type.startsWith('Custom::S3') || text(at(Properties.Tags)).includes('auto-delete'),
      )
      .map(({ id }) => `${id} may delete objects`),
};
