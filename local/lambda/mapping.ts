import type { Resource } from '../assembly/resources';
import { optionalInteger, optionalObject, text } from '../server/json';

/** An event source mapping Kinesis → Lambda of the template. */
export interface MappingSettings {
  readonly id: string;
  readonly functionName: string;
  readonly streamArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly start: 'TRIM_HORIZON' | 'LATEST';
  readonly bisect: boolean;
  /** Undefined: for as long as the record is kept. */
  readonly maxRetries: number | undefined;
  readonly maxAgeSeconds: number | undefined;
  readonly reportsItemFailures: boolean;
  /** Bucket for batches that are given up. */
  readonly failureBucket: string | undefined;
}

/** @throws Error that names what the laptop runtime does not do */
export function mappingSettings({ name, properties }: Resource): MappingSettings {
  const start = text(properties, 'StartingPosition');
  if (start !== 'TRIM_HORIZON' && start !== 'LATEST') {
    throw new Error(`event source mapping ${name}: StartingPosition ${start} is not served`);
  }
  for (const unserved of ['FilterCriteria', 'TumblingWindowInSeconds']) {
    if (properties[unserved] !== undefined) {
      throw new Error(`event source mapping ${name}: ${unserved} is not served on the laptop`);
    }
  }
  const types = properties.FunctionResponseTypes;
  return {
    id: name,
    functionName: text(properties, 'FunctionName'),
    streamArn: text(properties, 'EventSourceArn'),
    batchSize: optionalInteger(properties, 'BatchSize') ?? 100,
    windowSeconds: optionalInteger(properties, 'MaximumBatchingWindowInSeconds') ?? 0,
    start,
    bisect: properties.BisectBatchOnFunctionError === true,
    maxRetries: limit(optionalInteger(properties, 'MaximumRetryAttempts')),
    maxAgeSeconds: limit(optionalInteger(properties, 'MaximumRecordAgeInSeconds')),
    reportsItemFailures: Array.isArray(types) && types.includes('ReportBatchItemFailures'),
    failureBucket: failureBucket(name, properties),
  };
}

/** -1 means without limit. */
const limit = (value: number | undefined): number | undefined =>
  value === undefined || value < 0 ? undefined : value;

function failureBucket(name: string, properties: Resource['properties']): string | undefined {
  const config = optionalObject(properties, 'DestinationConfig');
  const failure = config && optionalObject(config, 'OnFailure');
  if (!failure) return undefined;
  const destination = text(failure, 'Destination');
  const bucket = /^arn:aws:s3:::(.+)$/.exec(destination)?.[1];
  if (bucket === undefined) {
    throw new Error(`event source mapping ${name}: destination ${destination} is not served`);
  }
  return bucket;
}
