import { describe, expect, it } from 'vitest';
import { functionLines, sampled } from '../../cli/cost/functions';
import { callsOf } from '../../cli/cost/calls';
import { cents, monthWith, resource, TEN_MILLION } from './month';

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
