import { describe, expect, it } from 'vitest';
import { billedBytes, deliveryLines, streamLines } from '../../cli/cost/streams';
import { cents, monthWith, resource, TEN_MILLION } from './month';

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
