import { join } from 'node:path';
import { lambda, type Template, writeAssembly } from './assembly';

const column = (Name: string, Type: string) => ({ Name, Type });

export interface SmallLake {
  readonly assemblyDir: string;
  readonly archiveFile: string;
  readonly noteFile: string;
}

/** A lake in small: a stream, both of its consumers, a delivery table, a landing bucket, rules. */
export function writeSmallLake(dir: string, shards = 1, mapping: object = {}): SmallLake {
  const archiveFile = join(dir, 'archived.ndjson');
  const noteFile = join(dir, 'noted.ndjson');
  const root = storage();
  const nested = { ...ingestion(shards, mapping), ...functions(archiveFile, noteFile) };
  return { assemblyDir: writeAssembly(join(dir, 'assembly'), root, nested), archiveFile, noteFile };
}

const eventBridge = { EventBridgeConfiguration: { EventBridgeEnabled: true } };
const storage = (): Template => ({
  Lake: {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: { 'Fn::Join': ['-', ['lake', { Ref: 'AWS::AccountId' }]] },
      NotificationConfiguration: eventBridge,
    },
  },
  Quiet: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'quiet' } },
  Ledger: {
    Type: 'AWS::DynamoDB::Table',
    Properties: {
      TableName: 'ledger',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      SSESpecification: { SSEEnabled: true },
    },
  },
  Mac: { Type: 'AWS::KMS::Key', Properties: { KeySpec: 'HMAC_256' } },
  MacAlias: {
    Type: 'AWS::KMS::Alias',
    Properties: { AliasName: 'alias/mac', TargetKeyId: { 'Fn::GetAtt': ['Mac', 'Arn'] } },
  },
});

const functions = (archiveFile: string, noteFile: string): Template => ({
  Transform: lambda('transform'),
  Archive: lambda('archive', {}, { ARCHIVE_FILE: archiveFile }),
  Note: lambda('note', {}, { NOTE_FILE: noteFile }),
  Echo: lambda('echo', { Timeout: 1, MemorySize: 128 }, { LAKE: { Ref: 'LakeName' } }),
  NoteRule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: {
          bucket: { name: [{ Ref: 'LakeName' }] },
          object: { key: [{ prefix: 'bronze/' }] },
        },
      },
      State: 'ENABLED',
      Targets: [{ Arn: { 'Fn::GetAtt': ['Note', 'Arn'] }, Id: 'Target0' }],
    },
  },
});

const ingestion = (shards: number, mapping: object): Template => ({
  Stream: { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'events', ShardCount: shards } },
  Delivery: {
    Type: 'AWS::KinesisFirehose::DeliveryStream',
    Properties: {
      DeliveryStreamName: 'events-delivery',
      DeliveryStreamType: 'KinesisStreamAsSource',
      KinesisStreamSourceConfiguration: {
        KinesisStreamARN: { 'Fn::GetAtt': ['Stream', 'Arn'] },
        RoleARN: 'role',
      },
      ExtendedS3DestinationConfiguration: destination,
    },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Stream', 'Arn'] },
      FunctionName: { Ref: 'Archive' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 100,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::quiet' } },
      ...mapping,
    },
  },
  DeliveryTable: {
    Type: 'AWS::Glue::Table',
    Properties: {
      DatabaseName: 'bronze',
      CatalogId: { Ref: 'AWS::AccountId' },
      TableInput: {
        Name: 'events_delivery_v1',
        StorageDescriptor: {
          Columns: [
            column('id', 'string'),
            column('counter', 'bigint'),
            column('nested', 'string'),
            column('sequence', 'string'),
            column('sub', 'bigint'),
            column('absent', 'string'),
          ],
        },
      },
    },
  },
});

const destination = {
  BucketARN: { 'Fn::Join': ['', ['arn:aws:s3:::', { Ref: 'LakeName' }]] },
  BufferingHints: { SizeInMBs: 64, IntervalInSeconds: 60 },
  CompressionFormat: 'UNCOMPRESSED',
  Prefix:
    'bronze/!{partitionKeyFromLambda:table}/!{partitionKeyFromLambda:key}=!{partitionKeyFromLambda:day}/',
  ErrorOutputPrefix: 'delivery-errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
  DynamicPartitioningConfiguration: { Enabled: true },
  ProcessingConfiguration: {
    Enabled: true,
    Processors: [
      {
        Type: 'Lambda',
        Parameters: [
          { ParameterName: 'LambdaArn', ParameterValue: { 'Fn::GetAtt': ['Transform', 'Arn'] } },
          { ParameterName: 'BufferSizeInMBs', ParameterValue: '1' },
          { ParameterName: 'NumberOfRetries', ParameterValue: '3' },
        ],
      },
    ],
  },
  DataFormatConversionConfiguration: {
    Enabled: true,
    InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
    OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: 'SNAPPY' } } },
    SchemaConfiguration: { DatabaseName: 'bronze', TableName: 'events_delivery_v1' },
  },
};
