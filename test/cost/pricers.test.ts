import { describe, expect, it } from 'vitest';
import { allowances, charge } from '../../cli/cost/line';
import { functionLines, sampled } from '../../cli/cost/functions';
import { storedLines } from '../../cli/cost/storage-classes';
import { billedBytes, deliveryLines, streamLines } from '../../cli/cost/streams';
import { tableLines } from '../../cli/cost/tables';
import { alarmLines } from '../../cli/cost/watching';
import { jobLines } from '../../cli/cost/jobs';
import { warehouseLines } from '../../cli/cost/warehouse';
import { callsOf } from '../../cli/cost/calls';
import { keyLines } from '../../cli/cost/keys';
import { cents, monthWith, resource } from './month';

const TEN_MILLION = { perDay: 10_000_000 };
const stream = (shards: number, hours: number) =>
  resource('AWS::Kinesis::Stream', {
    Name: 'sluice-prod-transactions',
    ShardCount: shards,
    RetentionPeriodHours: hours,
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
  });

describe('a stream', () => {
  it('of 10 shards and 168 hours costs 0.84 per million at 10 million a day, its puts apart', () => {
    const lines = streamLines(monthWith(TEN_MILLION), stream(10, 168));

    // 10 × 720 h × 0.015 = 108; × 0.020 = 144; 300 M × 0.014 / M = 4.20; (108 + 144) / 300 = 0.84
    expect(cents(lines)).toEqual({
      'kinesis.shardHour': 108,
      'kinesis.extendedShardHour': 144,
      'kinesis.put': 4.2,
    });
  });

  it('of one shard and a day costs 10.80, and packed puts seven cents', () => {
    const lines = streamLines(monthWith({ ...TEN_MILLION, packed: 62 }, [], 1), stream(1, 24));

    // 720 × 0.015 = 10.80; 300 M / 62 = 4.84 M units × 0.014 = 0.07
    expect(cents(lines)).toEqual({ 'kinesis.shardHour': 10.8, 'kinesis.put': 0.07 });
  });

  it('is priced with the shards it needs when it has fewer', () => {
    const lines = streamLines(monthWith({ perDay: 100_000_000 }), stream(2, 24));

    // 1,157 a second × 3 at the peak × 409 B = 1.42 MB/s, 0.6 MB/s a shard; 3,472 puts, 1,000 a shard: 4
    expect(cents(lines)['kinesis.shardHour']).toBe(43.2);
  });

  it('on demand pays by the hour and by GB of 1 KB records', () => {
    const onDemand = resource('AWS::Kinesis::Stream', {
      Name: 'sluice-prod-transactions',
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
    });

    // 300 M × 1 KB = 286.1 GB × 0.08 = 22.89; read by three: 858.3 × 0.04 = 34.33
    expect(cents(streamLines(monthWith(TEN_MILLION), onDemand))).toEqual({
      'kinesis.onDemandHour': 28.8,
      'kinesis.onDemandIn': 22.89,
      'kinesis.onDemandOut': 34.33,
    });
  });
});

describe('a delivery', () => {
  const delivery = resource('AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamName: 'sluice-prod-transactions-delivery',
    ExtendedS3DestinationConfiguration: {
      DataFormatConversionConfiguration: { Enabled: true },
      DynamicPartitioningConfiguration: { Enabled: true },
    },
  });

  it('rounds each record up to 5 KB, for conversion too', () => {
    const lines = deliveryLines(monthWith(TEN_MILLION), delivery);

    // 300 M × 5 KB = 1,430.5 GB × 0.029 = 41.48; × 0.018 = 25.75
    expect(cents(lines)).toMatchObject({ 'firehose.ingested': 41.48, 'firehose.converted': 25.75 });
  });

  it('by partition bills what arrives in S3', () => {
    const lines = deliveryLines(monthWith({ ...TEN_MILLION, entropy: 1 }), delivery);

    // 300 M × 409 B × 0.16 × 404 / 661 for GZIP = 11.18 GB × 0.02 = 0.22
    expect(cents(lines)['firehose.partitioned']).toBe(0.22);
  });

  it.each([
    [409, 1, 5120],
    [409, 12, 5120 / 12],
    [409, 62, 25_600 / 62],
    [6000, 1, 10_240],
  ])('bills a record of %i bytes, %i packed, as %d', (bytes, packed, billed) => {
    expect(billedBytes(bytes, packed)).toBeCloseTo(billed, 6);
  });
});

describe('a function', () => {
  const archive = resource(
    'AWS::Lambda::Function',
    { FunctionName: 'sluice-prod-archive-records-transactions', MemorySize: 512 },
    'Archive',
  );
  const mapping = resource('AWS::Lambda::EventSourceMapping', {
    BatchSize: 5000,
    MaximumBatchingWindowInSeconds: 60,
    FunctionName: { Ref: 'Archive' },
  });

  it('behind a stream is called once a window and shard', () => {
    const month = monthWith(TEN_MILLION, [mapping]);

    // 58 records a second and shard fill 60 s with 3,472: two shards × 43,200 minutes
    expect(callsOf(month, archive).count).toBeCloseTo(86_400, 6);
  });

  it('is called as batches fill when that is sooner', () => {
    const month = monthWith({ perDay: 20_000_000 }, [mapping]);

    // 115.7 a second and shard: 5,000 in 43.2 s; two shards × 2,592,000 / 43.2
    expect(callsOf(month, archive).count).toBeCloseTo(120_000, 0);
  });

  it('is not called while nothing is sent', () => {
    expect(callsOf(monthWith({ perDay: 0 }, [mapping]), archive)).toMatchObject({ count: 0 });
  });

  it('pays for requests and GB-seconds', () => {
    const lines = functionLines(monthWith(TEN_MILLION, [mapping]), archive);

    // 86,400 × 0.15 s + 300 M × 10 µs = 15,960 s × 0.5 GB × 0.0000133334 = 0.11; 0.0864 M × 0.20 = 0.02
    expect(cents(lines)).toEqual({ 'lambda.request': 0.02, 'lambda.gbSecond': 0.11 });
  });

  it('is traced once a second and for one in twenty of the rest', () => {
    expect(sampled(100)).toBe(100);
    expect(sampled(2 * 2_592_000)).toBeCloseTo(2_592_000 * 1.05, 6);
  });
});

describe('storage', () => {
  it('moves through its classes', () => {
    const lines = storedLines({ what: 'x', gb: 100, objects: 1000, days: 360 }, [
      { fromDay: 0, stored: 's3.standard' },
      { fromDay: 30, stored: 's3.infrequent', move: 's3.toInfrequent' },
      { fromDay: 90, stored: 's3.glacierInstant', move: 's3.toGlacierInstant' },
    ]);

    // 100 GB a month: 1 month × 0.023, 2 × 0.0125, 9 × 0.004
    expect(cents(lines)).toEqual({
      's3.standard': 2.3,
      's3.infrequent': 2.5,
      's3.toInfrequent': 0.01,
      's3.glacierInstant': 3.6,
      's3.toGlacierInstant': 0.02,
    });
  });

  it('that goes before a class begins never gets there', () => {
    const lines = storedLines({ what: 'x', gb: 10, objects: 5, days: 7 }, [
      { fromDay: 0, stored: 's3.standard' },
      { fromDay: 30, stored: 's3.infrequent', move: 's3.toInfrequent' },
    ]);

    expect(cents(lines)).toEqual({ 's3.standard': 0.05 });
  });
});

describe('a table', () => {
  const profile = { TableName: 'sluice-prod-profile' };

  it('on demand pays one write for each record that keeps a profile', () => {
    const onDemand = { ...profile, BillingMode: 'PAY_PER_REQUEST' };
    const lines = tableLines(monthWith(TEN_MILLION), resource('AWS::DynamoDB::Table', onDemand));

    // 300 M × 0.2 × 0.625 / M = 37.50
    expect(cents(lines)['dynamodb.write']).toBe(37.5);
  });

  it('provisioned pays for the mean and its headroom', () => {
    const own = {
      ...profile,
      ProvisionedThroughput: { WriteCapacityUnits: 5, ReadCapacityUnits: 5 },
    };
    const lines = tableLines(monthWith(TEN_MILLION), resource('AWS::DynamoDB::Table', own));

    // 60 M / 2,592,000 s / 0.7 = 33.07 units × 720 h × 0.00065 = 15.48; 5 × 720 × 0.00013 = 0.47
    expect(cents(lines)).toMatchObject({
      'dynamodb.writeUnitHour': 15.48,
      'dynamodb.readUnitHour': 0.47,
    });
  });
});

describe('the rest', () => {
  it('counts each metric of an alarm, and a band thrice', () => {
    const month = monthWith();
    const stat = { MetricStat: {} };
    const math = resource('AWS::CloudWatch::Alarm', {
      Metrics: [stat, stat, { Expression: 'a/b' }],
    });
    const band = resource('AWS::CloudWatch::Alarm', {
      Metrics: [stat, { Expression: 'ANOMALY_DETECTION_BAND(m1, 3)' }],
    });

    expect(cents(alarmLines(month, math))).toEqual({ 'cloudwatch.alarm': 0.2 });
    expect(cents(alarmLines(month, band))).toEqual({ 'cloudwatch.alarm': 0.3 });
  });

  it('prices a Spark job by the minutes of its workers', () => {
    const job = resource('AWS::Glue::Job', { NumberOfWorkers: 2 });

    const [line] = jobLines(monthWith({ sparkMinutes: 6 }), job);

    // Two workers for a tenth of an hour a day.
    expect(line?.monthly).toBeCloseTo(0.2 * 30 * 0.44, 6);
  });

  it('prices a warehouse by the minutes it works', () => {
    const lines = warehouseLines(
      monthWith({ warehouseMinutes: 10 }),
      resource('AWS::RedshiftServerless::Workgroup', { BaseCapacity: 8 }),
    );

    // 10 min × 30 = 5 h × 8 units × 0.375 = 15
    expect(cents(lines)).toEqual({ 'redshift.unitHour': 15 });
  });

  it('adds a dollar for each year of rotation, twice', () => {
    const key = resource('AWS::KMS::Key', { EnableKeyRotation: true });

    expect(cents(keyLines(monthWith({ months: 6 }), key))).toEqual({ 'kms.key': 1 });
    expect(cents(keyLines(monthWith({ months: 60 }), key))).toEqual({ 'kms.key': 3 });
  });

  it('takes off no more than was used', () => {
    const lines = [charge('cloudwatch.alarm', 4, 'a'), charge('cloudwatch.alarm', 3, 'b')];

    expect(cents(allowances(lines))).toEqual({ 'cloudwatch.alarm': -0.7 });
  });
});
