import { describe, expect, it } from 'vitest';
import { storedLines } from '../../cli/cost/storage-classes';
import { tableLines } from '../../cli/cost/tables';
import { cents, monthWith, resource, TEN_MILLION } from './month';

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
