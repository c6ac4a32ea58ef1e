import { describe, expect, it } from 'vitest';
import { allowances, charge } from '../../cli/cost/line';
import { alarmLines } from '../../cli/cost/watching';
import { jobLines } from '../../cli/cost/jobs';
import { warehouseLines } from '../../cli/cost/warehouse';
import { keyLines } from '../../cli/cost/keys';
import { cents, monthWith, resource } from './month';

describe('other lines of a bill', () => {
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
