import { describe, expect, it } from 'vitest';
import { loadResources } from '../../local/assembly/load';
import { readAssembly, type Stack } from '../../local/assembly/read';
import type { Json, JsonObject } from '../../local/server/json';
import { removeFolder, temporaryFolder } from './assembly';
import { writeSmallLake } from './small-lake';

const place = { region: 'us-east-1', account: '000000000000' };
const stackOf = (template: JsonObject): Stack => ({ path: 'Root', template, nested: new Map() });

/** Value of the property `Value` of a lone resource. */
function resolved(value: Json, more: JsonObject = {}): Json | undefined {
  const topic = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } };
  const bucket = { Type: 'AWS::S3::Bucket', Properties: {} };
  const probe = { Type: 'Custom::Probe', Properties: { Value: value } };
  const template = { Resources: { Topic: topic, Bucket: bucket, Probe: probe }, ...more };
  const resources = loadResources([stackOf(template)], place);
  return resources.ofType('Custom::Probe')[0]?.properties.Value;
}

describe('intrinsic functions', () => {
  it.each<[string, Json, Json]>([
    ['Ref to an ARN', { Ref: 'Topic' }, 'arn:aws:sns:us-east-1:000000000000:alarms'],
    ['Ref to a pseudo parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['GetAtt', { 'Fn::GetAtt': ['Topic', 'TopicName'] }, 'alarms'],
    ['GetAtt with a dot', { 'Fn::GetAtt': 'Topic.TopicName' }, 'alarms'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'AWS::Partition' }]] }, 'a-aws'],
    ['Select and Split', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['GetAZs', { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }, 'us-east-1b'],
    [
      'GetAZs of a region',
      { 'Fn::GetAZs': 'eu-west-1' },
      ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    ],
    [
      'Sub',
      { 'Fn::Sub': '${AWS::Region}/${Topic.TopicName}/${!literal}' },
      'us-east-1/alarms/${literal}',
    ],
    [
      'Sub with own names',
      { 'Fn::Sub': ['${x}!', { x: { Ref: 'AWS::AccountId' } }] },
      '000000000000!',
    ],
    ['If', { 'Fn::If': ['IsDev', 'yes', 'no'] }, 'yes'],
    ['NoValue', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
    ['nothing', { Fn: [{ Reference: 'x' }] }, { Fn: [{ Reference: 'x' }] }],
  ])('%s', (_name, value, expected) => {
    const Conditions = {
      IsDev: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }] },
    };

    expect(resolved(value, { Conditions })).toEqual(expected);
  });

  it('names a function that is not known', () => {
    expect(() => resolved({ 'Fn::ImportValue': 'x' })).toThrow('Fn::ImportValue is not served');
    expect(() => resolved({ 'Fn::GetAtt': ['Topic', 'Colour'] })).toThrow('attribute Colour');
    expect(() => resolved({ Ref: 'Nothing' })).toThrow('unknown Nothing');
  });

  it('leaves out resources whose condition does not hold', () => {
    const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
    const Resources = { A: { Type: 'T', Condition: 'Never' }, B: { Type: 'T' } };

    const resources = loadResources([stackOf({ Conditions, Resources })], place);

    expect(resources.all.map(({ logicalId }) => logicalId)).toEqual(['B']);
  });

  it('gives a resource without a name the same one in every start', () => {
    const name = (): Json | undefined => resolved({ Ref: 'Bucket' });

    expect(name()).toBe(name());
    expect(name()).toMatch(/^root-bucket-[0-9a-f]{8}$/);
  });
});

describe('nested stacks', () => {
  it('pass parameters down and outputs up', () => {
    const dir = temporaryFolder();
    const { stacks, assets } = readAssembly(writeSmallLake(dir).assemblyDir);

    const resources = loadResources(stacks, place);

    const echo = resources.byName('AWS::Lambda::Function', 'echo');
    expect(echo?.properties.Environment).toEqual({ Variables: { LAKE: 'lake-000000000000' } });
    expect(echo?.stack).toBe('Root/Nested');
    expect(assets.get('echo.zip')).toMatch(/asset\.echo$/);
    removeFolder(dir);
  });
});
