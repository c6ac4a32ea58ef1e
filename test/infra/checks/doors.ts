import { expect } from 'vitest';
import { at, listOf, ofType, text, type Templates, type Value, word } from '../templates';
import type { Checks } from './check';

const destination = (lake: Templates): Value | undefined =>
  ofType(lake, 'AWS::KinesisFirehose::DeliveryStream')[0]?.Properties
    .ExtendedS3DestinationConfiguration;

export const doorChecks: Checks = {
  'route by the answer of the gate, and failures out of bronze'(lake) {
    expect(at(destination(lake), 'Prefix')).toBe(
      'bronze/!{partitionKeyFromLambda:table}/!{partitionKeyFromLambda:key}=!{partitionKeyFromLambda:day}/',
    );
    const errors = word(at(destination(lake), 'ErrorOutputPrefix'));
    expect(errors).toMatch(/^delivery-errors\/!\{firehose:error-output-type\}\//);
    expect(errors).not.toContain('partitionKey');
    expect(at(destination(lake), 'DynamicPartitioningConfiguration', 'Enabled')).toBe(true);
  },

  'convert to Parquet by the delivery table'(lake) {
    const conversion = at(destination(lake), 'DataFormatConversionConfiguration');

    expect(at(conversion, 'Enabled')).toBe(true);
    expect(text(conversion)).toContain(
      `"ParquetSerDe":{"Compression":"${lake.env === 'dev' ? 'SNAPPY' : 'GZIP'}"}`,
    );
    expect(at(conversion, 'SchemaConfiguration', 'DatabaseName')).toBe('bronze');
    expect(at(conversion, 'SchemaConfiguration', 'TableName')).toBe('transactions_delivery_v1');
    // Firehose compresses nothing around Parquet, and buffers at least 64 MB for it.
    expect(at(destination(lake), 'CompressionFormat')).toBe('UNCOMPRESSED');
    expect(Number(at(destination(lake), 'BufferingHints', 'SizeInMBs'))).toBeGreaterThanOrEqual(64);
  },

  'hand the transform batches whose answer stays below 6 MB'(lake) {
    const processor = at(destination(lake), 'ProcessingConfiguration', 'Processors', 0);
    const parameters = Object.fromEntries(
      listOf(at(processor, 'Parameters')).map((parameter) => [
        word(at(parameter, 'ParameterName')),
        at(parameter, 'ParameterValue'),
      ]),
    );

    expect(at(processor, 'Type')).toBe('Lambda');
    expect(Number(parameters.BufferSizeInMBs)).toBeLessThanOrEqual(2);
    expect(Number(parameters.BufferIntervalInSeconds)).toBe(
      lake.config.delivery.transformBufferSeconds,
    );
    expect(parameters.NumberOfRetries).toBe('3');
  },

  'follow new objects by rules, and keep what fails'(lake) {
    const rules = ofType(lake, 'AWS::Events::Rule').filter(({ stack }) => stack === 'Ingestion');
    const patterns = rules.map(({ Properties }) => Properties.EventPattern);

    expect(rules.length).toBe(4);
    for (const pattern of patterns) {
      expect(at(pattern, 'source')).toEqual(['aws.s3']);
      expect(at(pattern, 'detail-type')).toEqual(['Object Created']);
      expect(at(pattern, 'detail', 'bucket', 'name', 0)).toHaveProperty('Ref');
    }
    const prefixes = patterns.map((pattern) => at(pattern, 'detail', 'object', 'key', 0, 'prefix'));
    expect(prefixes.map(word).sort()).toEqual([
      'aws/lambda/',
      'bronze/',
      'delivery-errors/',
      'null',
    ]);
    for (const { id, Properties } of rules) {
      expect(text(at(Properties.Targets, 0, 'DeadLetterConfig')), id).toContain('FailedEvents');
    }
    const asynchronous = ofType(lake, 'AWS::Lambda::EventInvokeConfig').filter(
      ({ stack }) => stack === 'Ingestion',
    );
    expect(asynchronous.length).toBeGreaterThanOrEqual(3);
    for (const { id, Properties } of asynchronous) {
      expect(text(Properties.DestinationConfig), id).toContain('FailedEvents');
    }
  },

  'name each batch that is given up in a queue, which only that rule and TLS reach'(lake) {
    const [rule, ...more] = ofType(lake, 'AWS::Events::Rule').filter(({ Properties }) =>
      text(Properties.EventPattern).includes('"prefix":"aws/lambda/"'),
    );
    const [queue] = ofType(lake, 'AWS::SQS::Queue').filter(({ id }) => id.startsWith('GivenUp'));

    expect(more).toEqual([]);
    expect(text(at(rule?.Properties.EventPattern, 'detail', 'bucket'))).toContain('ArchiveBucket');
    expect(rule?.Properties.State).toBe('ENABLED');
    expect(listOf(rule?.Properties.Targets)).toHaveLength(1);
    expect(at(rule?.Properties.Targets, 0, 'Arn', 'Fn::GetAtt', 0)).toBe(queue?.id);
    expect(at(rule?.Properties.Targets, 0, 'InputPath') ?? null).toBeNull();
    const statements = ofType(lake, 'AWS::SQS::QueuePolicy')
      .filter(({ Properties }) => text(Properties.Queues).includes(`"${queue?.id ?? ''}"`))
      .flatMap(({ Properties }) => listOf(at(Properties.PolicyDocument, 'Statement')))
      .filter((statement) => at(statement, 'Effect') === 'Allow');
    expect(statements).toEqual([
      {
        Sid: 'GivenUpBatches',
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: { 'Fn::GetAtt': [queue?.id, 'Arn'] },
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule?.id, 'Arn'] } } },
      },
    ]);
  },

  'start the pipeline on schedule, with nothing asked of it'(lake) {
    const schedule = ofType(lake, 'AWS::Scheduler::Schedule').find(
      ({ stack }) => stack === 'Pipeline',
    );

    expect(schedule?.Properties.ScheduleExpression).toBe(
      `rate(${lake.config.schedule.everyMinutes} minutes)`,
    );
    expect(schedule?.Properties.State).toBe(lake.config.schedule.enabled ? 'ENABLED' : 'DISABLED');
    expect(at(schedule?.Properties.Target, 'Input')).toBe('{}');
  },
};
