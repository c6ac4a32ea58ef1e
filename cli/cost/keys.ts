import type { TemplateResource } from '../../lib/build/templates';
import { charge, type Line } from './line';
import { createdIn, roleOf } from './buckets';
import { DAYS, SECONDS, type Month } from './month';
import { at, listAt, textOf } from './properties';

/** AWS bills the first two earlier versions that a rotation leaves. */
const BILLED_ROTATIONS = 2;
const YEAR_DAYS = 365;

/** `AWS::KMS::Key` */
export function keyLines({ given }: Month, { properties }: TemplateResource): readonly Line[] {
  const years = Math.floor((given.months * DAYS) / YEAR_DAYS);
  const rotations = properties.EnableKeyRotation === true ? years : 0;
  const what = textOf(properties.Description).split(':')[0] ?? 'key';
  return [charge('kms.key', 1 + Math.min(BILLED_ROTATIONS, rotations), what)];
}

/** Services keep a data key for about five minutes and principal. */
const WINDOWS = SECONDS / 300;
/** Calls of a stream itself, and of those who write and read it. */
const PER_STREAM = 12 + 5;
const PER_BUCKET = 4;
const PER_TABLE = 3;
const PER_LOG = 0.1;

/** Calls of all services together; nothing calls while nothing moves. */
export function keyRequests(month: Month): readonly Line[] {
  const { resources, records } = month;
  const all = (type: string): readonly TemplateResource[] =>
    resources.filter((one) => one.type === type);
  const of = (type: string): number => all(type).length;
  const moving = Math.min(1, records / WINDOWS);
  // A bucket asks for its key while objects come; most of the others take a log or a statement now and then.
  const buckets = all('AWS::S3::Bucket').reduce((sum, { properties }) => {
    const created = createdIn(month, roleOf(textOf(properties.BucketName)));
    return sum + Math.min(1, created / WINDOWS);
  }, 0);
  const calls =
    WINDOWS *
    (of('AWS::Kinesis::Stream') * PER_STREAM * moving +
      buckets * PER_BUCKET +
      of('AWS::DynamoDB::Table') * PER_TABLE * moving +
      of('AWS::Logs::LogGroup') * PER_LOG);
  return [charge('kms.request', calls, 'requests of all services')];
}

/** `AWS::EC2::VPCEndpoint` */
export function endpointLines(month: Month, { properties }: TemplateResource): readonly Line[] {
  if (properties.VpcEndpointType !== 'Interface') return [];
  const zones = listAt(properties, 'SubnetIds').length;
  const service = textOf(properties.ServiceName).split('.').at(-1) ?? '?';
  return [charge('vpc.endpointHour', zones * (SECONDS / 3600), `endpoint ${service}`)];
}

/** `AWS::SecretsManager::Secret`, and the one that Redshift makes for its administrator. */
export const secretLines = (): readonly Line[] => [charge('secrets.secret', 1, 'secrets')];

export const hasManagedPassword = (properties: TemplateResource['properties']): boolean =>
  at(properties, 'ManageAdminPassword') === true;
