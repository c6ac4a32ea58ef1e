import { describe, expect, it } from 'vitest';
import { ENVIRONMENTS, configFor } from '../../lib/config';
import { at, listOf, ofType, templatesOf, templatesWith, text } from './templates';
import { statementLine } from './checks/compare';

const TYPES = [
  'AWS::GuardDuty::Detector',
  'AWS::Config::ConfigurationRecorder',
  'AWS::Config::DeliveryChannel',
  'AWS::Macie::Session',
  'AWS::SecurityHub::Hub',
];

describe('detectors', () => {
  it.each(ENVIRONMENTS)('are off in %s: an organisation may run them already', (env) => {
    const found = TYPES.flatMap((type) => ofType(templatesOf(env), type));

    expect(found).toEqual([]);
  });

  it('are each a switch', () => {
    const prod = configFor('prod');
    const lake = templatesWith({
      ...prod,
      detectors: { guardDuty: true, config: true, macie: true, securityHub: true },
    });
    const of = (type: string) => ofType(lake, type).map(({ Properties }) => Properties);

    expect(TYPES.map((type) => of(type).length)).toEqual([1, 1, 1, 1, 1]);
    expect(of('AWS::GuardDuty::Detector')[0]).toMatchObject({
      Enable: true,
      Features: [
        { Name: 'S3_DATA_EVENTS', Status: 'ENABLED' },
        { Name: 'LAMBDA_NETWORK_LOGS', Status: 'ENABLED' },
      ],
    });
    expect(of('AWS::Macie::Session')[0]).toMatchObject({ Status: 'ENABLED' });
    expect(of('AWS::Config::ConfigurationRecorder')[0]).toMatchObject({
      RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: true },
    });
    const [channel] = of('AWS::Config::DeliveryChannel');
    expect(channel).toMatchObject({ S3KeyPrefix: 'config' });
    expect(text(channel?.S3BucketName)).toContain('LogsBucket');
    const lines = ofType(lake, 'AWS::S3::BucketPolicy')
      .flatMap(({ Properties }) => listOf(at(Properties.PolicyDocument, 'Statement')))
      .map(statementLine)
      .filter((line) => line.includes('config.amazonaws.com'));
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toContain('aws:SourceAccount: ${AWS::AccountId}');
    expect(lines.join()).toContain('/config/AWSLogs/${AWS::AccountId}/Config/*');
  });
});
