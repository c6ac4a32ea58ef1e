import type { TemplateResource } from '../../lib/build/templates';
import { charge, type Line } from './line';
import { SECONDS, type Month } from './month';
import { at, listAt, textOf } from './properties';

/** AWS bills the first two earlier versions that a rotation leaves. */
const BILLED_ROTATIONS = 2;

/** `AWS::KMS::Key` */
export function keyLines({ given }: Month, { properties }: TemplateResource): readonly Line[] {
  const rotations = properties.EnableKeyRotation === true ? Math.floor(given.months / 12) : 0;
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
export function keyRequests({ resources, records }: Month): readonly Line[] {
  const of = (type: string): number => resources.filter((one) => one.type === type).length;
  const moving = Math.min(1, records / WINDOWS);
  const calls =
    WINDOWS *
    (of('AWS::Kinesis::Stream') * PER_STREAM * moving +
      of('AWS::S3::Bucket') * PER_BUCKET * moving +
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
