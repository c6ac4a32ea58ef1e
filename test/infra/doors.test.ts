import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS, configFor } from '../../lib/config';
import { at, listOf, ofType, templatesOf, text, type Value, word } from './templates';

describe.each(ENVIRONMENTS)('the doors of %s', (env) => {
  const config = configFor(env);
  const deliveries = ofType(templatesOf(env), 'AWS::KinesisFirehose::DeliveryStream');
  const destination = (index: number): Value | undefined =>
    deliveries[index]?.Properties.ExtendedS3DestinationConfiguration;

  it('route by the answer of the gate, and failures out of bronze', () => {
    expect(at(destination(0), 'Prefix')).toBe(
      'bronze/!{partitionKeyFromLambda:table}/!{partitionKeyFromLambda:key}=!{partitionKeyFromLambda:day}/',
    );
    const errors = word(at(destination(0), 'ErrorOutputPrefix'));
    expect(errors).toMatch(/^delivery-errors\/!\{firehose:error-output-type\}\//);
    expect(errors).not.toContain('partitionKey');
    expect(at(destination(0), 'DynamicPartitioningConfiguration', 'Enabled')).toBe(true);
  });

  it('convert to Parquet by the delivery table', () => {
    const conversion = at(destination(0), 'DataFormatConversionConfiguration');

    expect(at(conversion, 'Enabled')).toBe(true);
    expect(text(conversion)).toContain('"ParquetSerDe":{"Compression":"SNAPPY"}');
    expect(at(conversion, 'SchemaConfiguration', 'DatabaseName')).toBe('bronze');
    expect(at(conversion, 'SchemaConfiguration', 'TableName')).toBe('transactions_delivery_v1');
    // Firehose compresses nothing around Parquet, and buffers at least 64 MB for it.
    expect(at(destination(0), 'CompressionFormat')).toBe('UNCOMPRESSED');
    expect(Number(at(destination(0), 'BufferingHints', 'SizeInMBs'))).toBeGreaterThanOrEqual(64);
  });

  it('hand the transform batches whose answer stays below 6 MB', () => {
    const processor = at(destination(0), 'ProcessingConfiguration', 'Processors', 0);
    const parameters = Object.fromEntries(
      listOf(at(processor, 'Parameters')).map((parameter) => [
        word(at(parameter, 'ParameterName')),
        at(parameter, 'ParameterValue'),
      ]),
    );

    expect(at(processor, 'Type')).toBe('Lambda');
    expect(Number(parameters.BufferSizeInMBs)).toBeLessThanOrEqual(2);
    expect(Number(parameters.BufferIntervalInSeconds)).toBe(config.delivery.transformBufferSeconds);
    expect(parameters.NumberOfRetries).toBe('3');
  });

  it('follow new objects by rules, and keep what fails', () => {
    const rules = ofType(templatesOf(env), 'AWS::Events::Rule');
    const patterns = rules.map(({ Properties }) => Properties.EventPattern);

    expect(rules.length).toBe(3);
    for (const pattern of patterns) {
      expect(at(pattern, 'source')).toEqual(['aws.s3']);
      expect(at(pattern, 'detail-type')).toEqual(['Object Created']);
      expect(at(pattern, 'detail', 'bucket', 'name', 0)).toHaveProperty('Ref');
    }
    const prefixes = patterns.map((pattern) => at(pattern, 'detail', 'object', 'key', 0, 'prefix'));
    expect(prefixes.map(word).sort()).toEqual(['bronze/', 'delivery-errors/', 'null']);
    for (const { id, Properties } of rules) {
      expect(text(at(Properties.Targets, 0, 'DeadLetterConfig')), id).toContain('FailedEvents');
    }
    const asynchronous = ofType(templatesOf(env), 'AWS::Lambda::EventInvokeConfig');
    expect(asynchronous.length).toBe(3);
    for (const { id, Properties } of asynchronous) {
      expect(text(Properties.DestinationConfig), id).toContain('FailedEvents');
    }
  });

  it('start the pipeline on schedule, with nothing asked of it', () => {
    const [schedule] = ofType(templatesOf(env), 'AWS::Scheduler::Schedule');

    expect(schedule?.Properties.ScheduleExpression).toBe(
      `rate(${config.schedule.everyMinutes} minutes)`,
    );
    expect(schedule?.Properties.State).toBe(config.schedule.enabled ? 'ENABLED' : 'DISABLED');
    expect(at(schedule?.Properties.Target, 'Input')).toBe('{}');
  });
});
