import { bucketName, BUCKETS, rootStackName, type Place } from '../../lambdas/shared/names';
import type { TemplateResource } from '../../lib/build/templates';
import { numberAt, textOf } from '../cost/properties';

/** Something that outlives its stack. */
export interface Remainder {
  readonly what: string;
  /** Why it stays. */
  readonly why: string;
  /** Commands for a shell that remove it, in order; none where only time does. */
  readonly remove: readonly string[];
}

/** What CloudFormation leaves when it deletes the environment, with the commands that take it away. */
export function remainsOf(
  resources: readonly TemplateResource[],
  place: Place,
): readonly Remainder[] {
  const kept = resources.filter((one) => one.kept);
  return [
    ...kept.flatMap((one) => REMAINDERS[one.type]?.(one, place) ?? unnamed(one)),
    ...deletedSlowly(resources),
    publishedTables(),
  ];
}

type Describe = (resource: TemplateResource, place: Place) => Remainder;

const REMAINDERS: Readonly<Record<string, Describe>> = {
  'AWS::S3::Bucket': ({ properties }, place) => {
    const bucket = bucketOf(textOf(properties.BucketName), place);
    const isLocked = properties.ObjectLockEnabled === true;
    return {
      what: `bucket ${bucket}`,
      why: isLocked
        ? 'it is kept, and its objects are locked: only the role eraser deletes before their time'
        : 'it is kept with all its objects',
      remove: [
        ...(isLocked ? ['# take the role eraser (MFA): the lock opens for it only'] : []),
        properties.VersioningConfiguration === undefined && !isLocked
          ? `aws s3 rm s3://${bucket} --recursive`
          : emptyVersions(bucket, isLocked),
        `aws s3api delete-bucket --bucket ${bucket}`,
      ],
    };
  },
  'AWS::DynamoDB::Table': ({ properties }) => {
    const table = textOf(properties.TableName);
    return {
      what: `table ${table}`,
      why: 'it is kept, and protected from deletion',
      remove: [
        `aws dynamodb update-table --table-name ${table} --no-deletion-protection-enabled`,
        `aws dynamodb delete-table --table-name ${table}`,
      ],
    };
  },
  'AWS::Kinesis::Stream': ({ properties }) => {
    const stream = textOf(properties.Name);
    return {
      what: `stream ${stream}`,
      why: 'it is kept, and costs by the hour',
      remove: [`aws kinesis delete-stream --stream-name ${stream} --enforce-consumer-deletion`],
    };
  },
  'AWS::KMS::Key': ({ properties, id }) => ({
    what: `key ${textOf(properties.Description).split(':')[0] ?? id}`,
    why: 'without it nothing of the rest can be read: delete it last',
    remove: [
      'aws kms list-keys # its alias went with the stack: find it by its description',
      'aws kms schedule-key-deletion --key-id <id> --pending-window-in-days 30',
    ],
  }),
  'AWS::Logs::LogGroup': ({ properties }) => {
    const group = textOf(properties.LogGroupName);
    return {
      what: `log group ${group}`,
      why: 'it is kept until its lines expire',
      remove: [`aws logs delete-log-group --log-group-name ${group}`],
    };
  },
  'AWS::Glue::Database': ({ properties }) => {
    const database = textOf(properties.DatabaseName);
    return {
      what: `database ${database}`,
      why: 'it is kept with its tables',
      remove: [`aws glue delete-database --name ${database}`],
    };
  },
  'AWS::RedshiftServerless::Namespace': ({ properties }) => {
    const namespace = textOf(properties.NamespaceName);
    return {
      what: `warehouse namespace ${namespace}`,
      why: 'it is kept with its tables, which can be loaded again from gold',
      remove: [`aws redshift-serverless delete-namespace --namespace-name ${namespace}`],
    };
  },
  'AWS::Backup::BackupVault': ({ properties }) => {
    const vault = textOf(properties.BackupVaultName);
    return {
      what: `backup vault ${vault}`,
      why: 'its copies may not be deleted before their time',
      remove: [`aws backup delete-backup-vault --backup-vault-name ${vault} # once it is empty`],
    };
  },
};

/**
 * Every version and every delete marker, a thousand at a time. What S3 refuses stands in its answer, not in an
 * exit code: the loop ends with the first reason, else it would never.
 */
const emptyVersions = (bucket: string, isLocked: boolean): string => {
  const list = `aws s3api list-object-versions --bucket ${bucket} --output json --max-items`;
  const bypass = isLocked ? ' --bypass-governance-retention' : '';
  return [
    `until [ "$(${list} 1 --query 'length([Versions, DeleteMarkers][])')" = 0 ]; do`,
    `  ${list} 1000 --query '{Quiet: \`true\`, Objects: [Versions, DeleteMarkers][].{Key: Key, VersionId: VersionId}}' |`,
    `    aws s3api delete-objects --bucket ${bucket}${bypass} --delete file:///dev/stdin --output json --query 'Errors[0].Message' |`,
    `    grep '"' && break`,
    'done',
  ].join('\n  ');
};

const unnamed = ({ type, id }: TemplateResource): Remainder => ({
  what: `${type} ${id}`,
  why: 'it is kept',
  remove: [],
});

const bucketOf = (name: string, place: Place): string => {
  const role = BUCKETS.find((one) => name.includes(`-${one}-`));
  return role === undefined ? name : bucketName(place, role);
};

/** Keys go into a window of days, in which they can be called back. */
const deletedSlowly = (resources: readonly TemplateResource[]): readonly Remainder[] =>
  resources
    .filter(({ type, kept }) => type === 'AWS::KMS::Key' && !kept)
    .map(({ properties, id }) => ({
      what: `key ${textOf(properties.Description).split(':')[0] ?? id}`,
      why: `pending for ${numberAt(properties, 'PendingWindowInDays') || 30} days: until then it can be called back`,
      remove: [],
    }));

/** CloudFormation never owned them. */
const publishedTables = (): Remainder => ({
  what: 'tables that runs published in silver and gold',
  why: 'the pipeline made them, not the stack; a database that is deleted takes them along',
  remove: ['aws glue delete-database --name silver', 'aws glue delete-database --name gold'],
});

/** The commands that turn the second latch off, and start the deletion by hand. */
export const unlockCommand = (env: string): string =>
  `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${rootStackName(env)}`;
