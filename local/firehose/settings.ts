import type { Resource, Resources } from '../assembly/resources';
import {
  type JsonObject,
  objects,
  object,
  optionalInteger,
  optionalObject,
  optionalText,
  text,
} from '../server/json';
import { type Column, columnKind } from './columns';
import { checkPrefix } from './prefix';

const MB = 1024 * 1024;

export interface Transform {
  readonly functionArn: string;
  readonly batchBytes: number;
  readonly retries: number;
}
/** The table whose columns records are converted by, as error objects name it. */
export interface DeliveryTable {
  readonly database: string;
  readonly table: string;
  readonly versionId: string;
  readonly columns: readonly Column[];
}
/** A delivery stream of the template: Kinesis → transform → Parquet or text objects in S3. */
export interface DeliverySettings {
  readonly name: string;
  readonly arn: string;
  /** ARN of the role that it reads, transforms and writes with. */
  readonly roleArn: string;
  readonly streamArn: string;
  readonly bucket: string;
  readonly prefix: string;
  readonly errorPrefix: string;
  readonly bufferBytes: number;
  readonly bufferMs: number;
  readonly isPartitioned: boolean;
  readonly extension: string;
  readonly transform: Transform | undefined;
  /** Undefined: transformed records are written as they are. */
  readonly table: DeliveryTable | undefined;
}

/** @throws Error that names what of the template the laptop runtime does not do */
export function deliverySettings(delivery: Resource, resources: Resources): DeliverySettings {
  const { name, arn, properties } = delivery;
  const fail = (what: string): Error => new Error(`delivery stream ${name}: ${what} is not served`);
  const s3 = optionalObject(properties, 'ExtendedS3DestinationConfiguration');
  const source = optionalObject(properties, 'KinesisStreamSourceConfiguration');
  if (!s3) throw fail('a destination other than ExtendedS3');
  if (!source) throw fail('a source other than Kinesis');
  if (s3.S3BackupMode === 'Enabled') throw fail('S3BackupMode Enabled');
  const compression = optionalText(s3, 'CompressionFormat') ?? 'UNCOMPRESSED';
  if (compression !== 'UNCOMPRESSED') throw fail(`CompressionFormat ${compression}`);
  const hints = optionalObject(s3, 'BufferingHints') ?? {};
  const table = deliveryTable(s3, resources, fail);
  const partitioning = optionalObject(s3, 'DynamicPartitioningConfiguration');
  const settings: DeliverySettings = {
    name,
    arn,
    roleArn: optionalText(s3, 'RoleARN') ?? '',
    streamArn: text(source, 'KinesisStreamARN'),
    bucket: text(s3, 'BucketARN').replace('arn:aws:s3:::', ''),
    prefix: optionalText(s3, 'Prefix') ?? '',
    errorPrefix: optionalText(s3, 'ErrorOutputPrefix') ?? '',
    bufferBytes: (optionalInteger(hints, 'SizeInMBs') ?? 5) * MB,
    bufferMs: (optionalInteger(hints, 'IntervalInSeconds') ?? 300) * 1000,
    isPartitioned: partitioning?.Enabled === true,
    extension: optionalText(s3, 'FileExtension') ?? (table ? '.parquet' : ''),
    transform: transformOf(s3, fail),
    table,
  };
  checkPrefix(settings.prefix, 'Prefix');
  checkPrefix(settings.errorPrefix, 'ErrorOutputPrefix');
  return settings;
}

function transformOf(s3: JsonObject, fail: (what: string) => Error): Transform | undefined {
  const processing = optionalObject(s3, 'ProcessingConfiguration');
  if (processing?.Enabled !== true) return undefined;
  const [processor, ...others] = objects(processing, 'Processors');
  if (!processor) return undefined;
  const unserved = [processor, ...others].find((one, i) => i > 0 || one.Type !== 'Lambda');
  if (unserved) throw fail(`processor ${String(unserved.Type)}`);
  const parameters = new Map(
    objects(processor, 'Parameters').map((parameter) => [
      text(parameter, 'ParameterName'),
      String(parameter.ParameterValue),
    ]),
  );
  const functionArn = parameters.get('LambdaArn');
  if (functionArn === undefined) throw fail('a Lambda processor without LambdaArn');
  return {
    functionArn,
    batchBytes: Number(parameters.get('BufferSizeInMBs') ?? 1) * MB,
    retries: Number(parameters.get('NumberOfRetries') ?? 3),
  };
}

function deliveryTable(
  s3: JsonObject,
  resources: Resources,
  fail: (what: string) => Error,
): DeliveryTable | undefined {
  const conversion = optionalObject(s3, 'DataFormatConversionConfiguration');
  if (!conversion || conversion.Enabled === false) return undefined;
  const input = object(object(conversion, 'InputFormatConfiguration'), 'Deserializer');
  const openX = optionalObject(input, 'OpenXJsonSerDe');
  if (!openX) throw fail(`deserializer ${Object.keys(input).join()}`);
  for (const option of ['ColumnToJsonKeyMappings', 'ConvertDotsInJsonKeysToUnderscores']) {
    if (openX[option]) throw fail(`OpenXJsonSerDe ${option}`);
  }
  const output = object(object(conversion, 'OutputFormatConfiguration'), 'Serializer');
  const parquet = optionalObject(output, 'ParquetSerDe');
  if (!parquet) throw fail(`serializer ${Object.keys(output).join()}`);
  const codec = optionalText(parquet, 'Compression') ?? 'SNAPPY';
  if (codec !== 'SNAPPY') throw fail(`Parquet compression ${codec}`);
  const schema = object(conversion, 'SchemaConfiguration');
  const database = text(schema, 'DatabaseName');
  const table = text(schema, 'TableName');
  const versionId = optionalText(schema, 'VersionId') ?? 'LATEST';
  return { database, table, versionId, columns: columnsOf(resources, database, table) };
}

function columnsOf(resources: Resources, database: string, table: string): readonly Column[] {
  const found = resources.ofType('AWS::Glue::Table').find(({ properties }) => {
    const input = optionalObject(properties, 'TableInput');
    return properties.DatabaseName === database && input?.Name === table;
  });
  if (!found) throw new Error(`delivery table ${database}.${table} is not in the template`);
  const storage = object(object(found.properties, 'TableInput'), 'StorageDescriptor');
  return objects(storage, 'Columns').map((column) => ({
    name: text(column, 'Name').toLowerCase(),
    kind: columnKind(text(column, 'Type')),
  }));
}
