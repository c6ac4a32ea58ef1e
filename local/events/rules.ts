import { randomUUID } from 'node:crypto';
import type { Resource, Resources } from '../assembly/resources';
import {
  isObject,
  type JsonObject,
  objects,
  optionalInteger,
  optionalObject,
  text,
} from '../server/json';
import type { WrittenObject } from '../s3/announce';
import { matches } from './pattern';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly pattern: JsonObject;
  /** ARNs of functions and queues. */
  readonly targets: readonly string[];
}

/** Services whose events happen on the laptop. */
const SOURCES: readonly unknown[] = ['aws.s3'];

/**
 * Enabled rules that an event of the laptop can match; a rule on other services waits for what never happens.
 * @throws Error for a target that the laptop cannot serve
 */
export function eventRules(resources: Resources): readonly Rule[] {
  return resources
    .ofType('AWS::Events::Rule')
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .flatMap((rule) => {
      const pattern = optionalObject(rule.properties, 'EventPattern');
      if (pattern === undefined || !canHappen(pattern)) return [];
      return [{ name: rule.name, arn: rule.arn, pattern, targets: targetsOf(rule) }];
    });
}

const canHappen = ({ source }: JsonObject): boolean =>
  !Array.isArray(source) ||
  source.some((one: unknown) => typeof one !== 'string' || SOURCES.includes(one));

export const isQueue = (target: string): boolean => target.includes(':sqs:');

function targetsOf({ name, properties }: Resource): readonly string[] {
  return objects(properties, 'Targets').map((target) => {
    const arn = text(target, 'Arn');
    if (!arn.includes(':lambda:') && !isQueue(arn)) {
      throw new Error(`rule ${name}: target ${arn} is not served, only functions and queues are`);
    }
    for (const unserved of ['Input', 'InputPath', 'InputTransformer']) {
      if (target[unserved] !== undefined) {
        throw new Error(`rule ${name}: ${unserved} is not served on the laptop`);
      }
    }
    return arn;
  });
}

export const targetsFor = (rules: readonly Rule[], event: JsonObject): readonly string[] =>
  rules.filter((rule) => matches(rule.pattern, event)).flatMap((rule) => rule.targets);

/** Retries of asynchronous invocations by function name, where the template says other than Lambda's two. */
export function asyncRetries(resources: Resources): ReadonlyMap<string, number> {
  return new Map(
    resources
      .ofType('AWS::Lambda::EventInvokeConfig')
      .map(({ properties }) => [
        text(properties, 'FunctionName'),
        optionalInteger(properties, 'MaximumRetryAttempts') ?? 2,
      ]),
  );
}

/** Buckets that send their events to EventBridge: by property, or by the custom resource of CDK's `Bucket`. */
export function notifyingBuckets(resources: Resources): ReadonlySet<string> {
  const own = resources.ofType('AWS::S3::Bucket').filter(({ properties }) => {
    const notifications = optionalObject(properties, 'NotificationConfiguration');
    const bridge = notifications && optionalObject(notifications, 'EventBridgeConfiguration');
    return bridge !== undefined && bridge.EventBridgeEnabled !== false;
  });
  const custom = resources.ofType('Custom::S3BucketNotifications').flatMap(({ properties }) => {
    const notifications = properties.NotificationConfiguration;
    const isOn = isObject(notifications) && notifications.EventBridgeConfiguration !== undefined;
    return isOn && typeof properties.BucketName === 'string' ? [properties.BucketName] : [];
  });
  return new Set([...own.map((bucket) => bucket.name), ...custom]);
}

/** EventBridge's "Object Created" of S3 (S3 guide, "Event message structure"). */
export function objectCreated(
  { bucket, object, reason }: WrittenObject,
  place: { region: string; account: string },
): JsonObject {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: place.account,
    time: object.lastModified.toISOString().replace('.000Z', 'Z'),
    region: place.region,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: {
        key: object.key,
        size: object.size,
        etag: object.etag.replaceAll('"', ''),
        sequencer: Date.now().toString(16).toUpperCase().padStart(18, '0'),
      },
      'request-id': randomUUID(),
      requester: place.account,
      reason,
    },
  };
}
