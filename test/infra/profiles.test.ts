import { describe, expect, it } from 'vitest';
import { configFor } from '../../lib/config';
import { PROFILES } from '../../lib/profiles';
import { alarmsOf, told } from './checks/alarm-lines';
import { lifecycleChecks } from './checks/lifecycles';
import { at, ofType, templatesOf, templatesWith, word, type Templates } from './templates';

const lean = templatesWith(configFor('prod', 'lean'));
const functionsOf = (lake: Templates): readonly string[] =>
  ofType(lake, 'AWS::Lambda::Function').map(({ Properties }) => word(Properties.FunctionName));

describe('a lean lake', () => {
  it('has one stream, no watcher, no warehouse, no page to look at', () => {
    expect(ofType(lean, 'AWS::Kinesis::Stream')).toHaveLength(1);
    expect(functionsOf(lean).filter((name) => /watch-records|check-health/.test(name))).toEqual([]);
    expect(ofType(lean, 'AWS::RedshiftServerless::Workgroup')).toEqual([]);
    expect(ofType(lean, 'AWS::CloudWatch::Dashboard')).toEqual([]);
    expect(ofType(lean, 'AWS::CloudWatch::CompositeAlarm')).toEqual([]);
  });

  it('has the ten alarms that an account gets for nothing, each of which tells somebody', () => {
    const alarms = alarmsOf(lean);

    expect([...alarms.keys()].sort()).toEqual([
      'behind-archive-records-transactions',
      'conversion-failed-transactions',
      'delivery-late-transactions',
      'function-errors',
      'human-decrypt',
      'key-at-risk',
      'lock-bypass',
      'no-successful-run',
      'trail-changed',
      'write-throttles-transactions',
    ]);
    for (const [name, alarm] of alarms) expect(['page', 'ticket'], name).toContain(told(alarm));
  });

  it('misses a run after a day and two hours, looking back by hours as CloudWatch wants it', () => {
    const { Properties } = alarmsOf(lean).get('no-successful-run') ?? { Properties: {} };

    expect(Properties).toMatchObject({ Period: 3600, EvaluationPeriods: 26 });
  });

  it('keeps a quarter of history, locked for as long, and moves nothing that ends before', () => {
    const facts = 'objects move and end as contracts and configuration say';
    const locks = ofType(lean, 'AWS::S3::Bucket').flatMap(({ Properties }) => {
      const days = at(Properties.ObjectLockConfiguration, 'Rule', 'DefaultRetention', 'Days');
      return days === undefined ? [] : [days];
    });

    expect(lifecycleChecks[facts]?.(lean)).toEqual([]);
    expect(locks).toEqual([90, 90]);
  });

  it('keeps every control over the data that other profiles have', () => {
    const kinds = [
      'AWS::KMS::Key',
      'AWS::CloudTrail::Trail',
      'AWS::S3::Bucket',
      'AWS::Backup::BackupPlan',
    ];
    const count = (lake: Templates, type: string): number => ofType(lake, type).length;

    for (const type of kinds)
      expect(count(lean, type), type).toBe(count(templatesOf('prod'), type));
  });
});

describe('dev', () => {
  it('has every stream, the watcher and the page to look at, on one shard each', () => {
    const dev = templatesOf('dev');

    expect(configFor('dev').profile).toBe('small');
    expect(
      ofType(dev, 'AWS::Kinesis::Stream').map(({ Properties }) => Properties.ShardCount),
    ).toEqual([1, 1, 1]);
    expect(functionsOf(dev).filter((name) => name.includes('watch-records'))).toHaveLength(2);
    expect(ofType(dev, 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });
});

describe('every profile', () => {
  it.each(PROFILES)('%s says how producers pack', (profile) => {
    expect(configFor('prod', profile).producers.packed).toBe(profile === 'lean' ? 62 : 12);
  });
});
