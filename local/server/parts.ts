import { join } from 'node:path';
import { asPrincipal, note } from '../access/caller';
import { Calls } from '../access/calls';
import { loadResources } from '../assembly/load';
import { readAssembly } from '../assembly/read';
import type { Resources } from '../assembly/resources';
import { EventBus } from '../events/bus';
import { asyncRetries, eventRules, isQueue, notifyingBuckets } from '../events/rules';
import { Converter } from '../firehose/converter';
import { Delivery } from '../firehose/deliver';
import { deliverySettings } from '../firehose/settings';
import { openStreams, type Streams } from '../kinesis/service';
import type { Stream } from '../kinesis/stream';
import { functionSettings, isServed } from '../lambda/function';
import { Functions } from '../lambda/functions';
import { LogFiles } from '../lambda/logs';
import { mappingSettings } from '../lambda/mapping';
import { StreamSource } from '../lambda/stream-source';
import { FileStore } from '../s3/file-store';

export interface PartsOptions {
  readonly assemblyDir: string;
  readonly dataDir: string;
  readonly region: string;
  readonly account: string;
  readonly endpoint: () => string;
  readonly log: (line: string) => void;
}

/** Everything of the template that works by itself, wired as the template says. */
export interface Parts {
  readonly resources: Resources;
  readonly calls: Calls;
  readonly objects: FileStore;
  readonly functions: Functions;
  readonly bus: EventBus;
  readonly streams: Streams;
  readonly converter: Converter;
  /** Readers of streams: they run from `start` to `stop` and say when they have caught up. */
  readonly consumers: readonly (StreamSource | Delivery)[];
}

/** @throws Error that names what of the template cannot be served */
export function openParts(options: PartsOptions): Parts {
  const { dataDir, log } = options;
  const assembly = readAssembly(options.assemblyDir);
  const resources = loadResources(assembly.stacks, options);
  const calls = new Calls(dataDir, resources, options.region);
  const objects = new FileStore(dataDir);
  for (const bucket of resources.ofType('AWS::S3::Bucket')) objects.addBucket(bucket.name);
  const functions = openFunctions(resources, assembly.assets, calls, options);
  const rules = eventRules(resources);
  for (const target of rules.flatMap((rule) => rule.targets)) {
    if (!isQueue(target)) functions.require(target);
  }
  const buckets = notifyingBuckets(resources);
  const retries = asyncRetries(resources);
  const invoked = (target: string): void => {
    for (const { arn } of rules.filter(({ targets }) => targets.includes(target))) {
      const context = { 'aws:SourceArn': arn, 'aws:SourceAccount': options.account };
      asPrincipal(calls, 'events.amazonaws.com', () =>
        note('lambda:InvokeFunction', target, context),
      );
    }
  };
  const bus = new EventBus({ ...options, rules, retries, buckets, functions, objects, invoked });
  objects.onWrite(bus.announce);
  const streams = openStreams(resources.ofType('AWS::Kinesis::Stream'), dataDir);
  const converter = new Converter();
  const ctx = { dataDir, functions, objects, converter, calls, log };
  const sources = resources.ofType('AWS::Lambda::EventSourceMapping').map((resource) => {
    const mapping = mappingSettings(resource);
    functions.require(mapping.functionName);
    return new StreamSource(mapping, streamOf(streams, mapping.streamArn), ctx);
  });
  const deliveries = resources.ofType('AWS::KinesisFirehose::DeliveryStream').map((resource) => {
    const settings = deliverySettings(resource, resources);
    if (settings.transform) functions.require(settings.transform.functionArn);
    return new Delivery(settings, streamOf(streams, settings.streamArn), ctx);
  });
  const consumers = [...sources, ...deliveries];
  return { resources, calls, objects, functions, bus, streams, converter, consumers };
}

function openFunctions(
  resources: Resources,
  assets: ReadonlyMap<string, string>,
  calls: Calls,
  { region, dataDir, endpoint }: PartsOptions,
): Functions {
  const settings = resources
    .ofType('AWS::Lambda::Function')
    .filter(isServed)
    .map((resource) => functionSettings(resource, assets));
  const surroundings = () => ({ region, dataDir, endpoint: endpoint() });
  return new Functions(settings, surroundings, new LogFiles(join(dataDir, 'logs')), calls);
}

function streamOf(streams: Streams, arn: string): Stream {
  const stream = streams.byArn(arn);
  if (!stream) throw new Error(`stream ${arn} is not in the template`);
  return stream;
}
