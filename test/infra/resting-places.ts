import type { Resource, Resources } from '../../local/assembly/resources';
import { isAllowed } from './access/evaluate';
import { policiesOf, type Policies } from './access/policies';
import { REGION, labelOf, resolvedOf } from './access/resolved';
import { at, listOf, word, type Templates, type Value } from './templates';

/** A place where a value as sent rests: one row of docs/security.md. */
interface Place {
  readonly what: string;
  /** Actions that read it, on what. */
  readonly reads: readonly (readonly [action: string, resource: string])[];
  readonly key: string;
  /** What the service tells KMS of it. */
  readonly context: Readonly<Record<string, string>>;
  readonly ends: string;
}
export interface Row {
  readonly what: string;
  readonly key: string;
  readonly readers: string;
  readonly ends: string;
}

/** Every resting place of a clear value, from the templates: key, who can read it, and when it ends. */
export function restingPlaces(lake: Templates): readonly Row[] {
  const resources = resolvedOf(lake);
  const policies = policiesOf(resources);
  const places = [...streams(resources), ...objects(resources)];
  const services: readonly Row[] = [...buffers(resources), ...scratch(resources)];
  return [
    ...places.map((place) => ({
      what: place.what,
      key: labelOf(keyOf(resources, place.key)).replace(/^Storage\/|Key$/g, ''),
      readers: readersOf(place, resources, policies).join(', ') || 'nobody',
      ends: place.ends,
    })),
    ...services,
  ];
}

const json = (resource: Resource): Value => resource.properties as unknown as Value;
const strip = (name: string): string => name.replace(/^sluice-[a-z]+-/, '');

function keyOf(resources: Resources, arn: string): Resource {
  const key = resources.ofType('AWS::KMS::Key').find((one) => arn === one.arn);
  if (key === undefined) throw new Error(`no key ${arn}`);
  return key;
}

function streams(resources: Resources): readonly Place[] {
  return resources.ofType('AWS::Kinesis::Stream').map((stream) => ({
    what: `stream \`${strip(stream.name)}\``,
    reads: [
      ['kinesis:GetRecords', stream.arn],
      ['kinesis:SubscribeToShard', `${stream.arn}/consumer/any`],
    ],
    key: word(at(json(stream), 'StreamEncryption', 'KeyId')),
    context: {
      'kms:ViaService': `kinesis.${REGION}.amazonaws.com`,
      'kms:EncryptionContext:aws:kinesis:arn': stream.arn,
    },
    ends: `${word(at(json(stream), 'RetentionPeriodHours'))} hours`,
  }));
}

/** Bucket, prefix, and what lies there; an empty prefix is the whole bucket. */
export const CLEAR: readonly (readonly [role: string, prefix: string, about: string])[] = [
  ['landing', '', 'files as sent'],
  ['archive', 'archive/', 'records as sent'],
  ['archive', 'inbox/', 'failed deliveries, moved'],
  ['archive', 'aws/lambda/', 'batches that a consumer gave up'],
  ['lake', 'delivery-errors/', 'failed deliveries, until moved'],
];

function objects(resources: Resources): readonly Place[] {
  return CLEAR.flatMap(([role, prefix, about]) => {
    const bucket = resources
      .ofType('AWS::S3::Bucket')
      .find(({ name }) => name.includes(`-${role}-`));
    if (bucket === undefined) throw new Error(`no bucket ${role}`);
    const object = `arn:aws:s3:::${bucket.name}/${prefix}any`;
    const shared = {
      key: word(
        at(
          json(bucket),
          'BucketEncryption',
          'ServerSideEncryptionConfiguration',
          0,
          'ServerSideEncryptionByDefault',
          'KMSMasterKeyID',
        ),
      ),
      context: {
        'kms:ViaService': `s3.${REGION}.amazonaws.com`,
        'kms:EncryptionContext:aws:s3:arn': `arn:aws:s3:::${bucket.name}`,
      },
    };
    const { current, older } = endsOf(bucket, prefix);
    const place = `\`${role}\` ${prefix === '' ? '' : `\`${prefix}\` `}`;
    return [
      { ...shared, what: `${place}(${about})`, reads: [['s3:GetObject', object]], ends: current },
      {
        ...shared,
        what: `${place}older versions`,
        reads: [['s3:GetObjectVersion', object]],
        ends: older,
      },
    ] satisfies readonly Place[];
  });
}

/** The soonest end by the rules that reach below a prefix, for what counts and for what was replaced. */
function endsOf(bucket: Resource, prefix: string): { current: string; older: string } {
  const rules = listOf(at(json(bucket), 'LifecycleConfiguration', 'Rules')).filter((rule) => {
    const of = word(at(rule, 'Prefix') ?? '');
    return prefix.startsWith(of) || (prefix !== '' && of.startsWith(prefix));
  });
  const days = (...path: readonly string[]): readonly number[] =>
    rules.map((rule) => Number(at(rule, ...path))).filter(Number.isFinite);
  const lock = at(json(bucket), 'ObjectLockConfiguration', 'Rule', 'DefaultRetention', 'Days');
  const locked = lock === undefined ? '' : `, never before ${word(lock)} days old`;
  const older = Math.min(...days('NoncurrentVersionExpiration', 'NoncurrentDays'));
  return {
    current: `${Math.min(...days('ExpirationInDays'))} days`,
    older: `${older} ${older === 1 ? 'day' : 'days'} after${locked}`,
  };
}

/** Inside services, under keys of theirs; nobody can ask for it. */
function buffers(resources: Resources): readonly Row[] {
  return resources.ofType('AWS::KinesisFirehose::DeliveryStream').map((delivery) => ({
    what: `buffer of \`${strip(delivery.name)}\``,
    key: "Firehose's own",
    readers: 'nobody',
    ends: `${word(
      at(
        json(delivery),
        'ExtendedS3DestinationConfiguration',
        'BufferingHints',
        'IntervalInSeconds',
      ),
    )} seconds, while S3 takes it`,
  }));
}

/** Functions that asked for more scratch space than every function has put files there. */
function scratch(resources: Resources): readonly Row[] {
  return resources
    .ofType('AWS::Lambda::Function')
    .filter((one) => Number(at(json(one), 'EphemeralStorage', 'Size') ?? 512) > 512)
    .map(({ name }) => ({
      what: `scratch space of \`${strip(name)}\``,
      key: "Lambda's own",
      readers: strip(name),
      ends: 'with the file, at the latest with the sandbox',
    }));
}

/** `<bucket role> <prefix>` of everything that some role may put into a bucket of clear values. */
export function prefixesWritten(lake: Templates): readonly string[] {
  const policies = policiesOf(resolvedOf(lake));
  const put = [...policies.identity.values()]
    .flat()
    .filter(({ allows, actions }) => allows && actions.includes('s3:PutObject'))
    .flatMap(({ resources }) => resources)
    .map((arn) => /^arn:aws:s3:::sluice-[a-z]+-(landing|archive)-[^/]*\/(.*)\*$/.exec(arn));
  return [...new Set(put.flatMap((match) => (match ? [`${match[1]} ${match[2]}`] : [])))].sort();
}

/** Roles that both may read it and may open its key, by the name of their function or their own. */
function readersOf(place: Place, resources: Resources, policies: Policies): readonly string[] {
  const names = [...policies.identity.keys()].filter((principal) => {
    const opens = isAllowed(
      { principal, action: 'kms:Decrypt', resource: place.key, context: place.context },
      policies,
    );
    return (
      opens &&
      place.reads.some(([action, resource]) =>
        isAllowed({ principal, action, resource, context: {} }, policies),
      )
    );
  });
  return names.map((arn) => nameOf(arn, resources)).sort();
}

function nameOf(arn: string, resources: Resources): string {
  const user = resources
    .ofType('AWS::Lambda::Function')
    .find(({ properties }) => properties.Role === arn);
  if (user) return strip(user.name);
  const delivery = resources
    .ofType('AWS::KinesisFirehose::DeliveryStream')
    .find((one) => at(json(one), 'ExtendedS3DestinationConfiguration', 'RoleARN') === arn);
  if (delivery) return strip(delivery.name);
  const role = resources.ofType('AWS::IAM::Role').find((one) => one.arn === arn);
  if (role === undefined) return arn;
  const { RoleName } = role.properties;
  return typeof RoleName === 'string' ? strip(RoleName) : labelOf(role).replace(/Role$/, '');
}
