import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Resource, Resources } from '../../local/assembly/resources';
import { applyCustomResources } from '../../local/lambda/custom-resources';
import { isObject, type Json, type JsonObject } from '../../local/server/json';
import type { InvokeResult } from '../../local/server/service';
import { removeFolder, temporaryFolder } from './assembly';

const resource = (type: string, name: string, properties: JsonObject = {}): Resource => ({
  ...{ type, name, properties, logicalId: name, stack: 'Lake/Warehouse', metadata: {} },
  arn: `arn:aws:test:us-east-1:0:${name}`,
});
const told = (variables: JsonObject): JsonObject => ({ Environment: { Variables: variables } });
const workgroup = resource('AWS::RedshiftServerless::Workgroup', 'wg');
const functions = [
  resource('AWS::Lambda::Function', 'migrate', told({ WAREHOUSE_ARN: workgroup.arn })),
  resource('AWS::Lambda::Function', 'network', told({ GROUP: 'sg-1' })),
];
const custom = (name: string, handler: string, revision: string): Resource =>
  resource('AWS::CloudFormation::CustomResource', name, {
    ServiceToken: `arn:aws:test:us-east-1:0:${handler}`,
    Revision: revision,
  });

const resourcesOf = (all: readonly Resource[]): Resources => ({
  all,
  ofType: (type) => all.filter((item) => item.type === type),
  byArn: (arn) => all.find((item) => item.arn === arn),
  byName: (type, name) => all.find((item) => item.type === type && item.name === name),
});

let dataDir: string;
let asked: string[];
/** What the function hands in, if anything. */
let answer: JsonObject | string | undefined;
beforeEach(() => {
  dataDir = temporaryFolder();
  asked = [];
  answer = { Status: 'SUCCESS' };
});
afterEach(() => removeFolder(dataDir));

/** A function that hands its answer in as CloudFormation's are. */
async function invoke(name: string, event: Json): Promise<InvokeResult> {
  if (!isObject(event)) throw new Error('no event');
  const { RequestType: type, ResponseURL: answerTo } = event;
  if (typeof type !== 'string' || typeof answerTo !== 'string') throw new Error('no request');
  asked.push(`${type} ${name.split(':').at(-1) ?? ''}`);
  const body = typeof answer === 'string' ? answer : JSON.stringify(answer);
  if (body !== undefined) await fetch(answerTo, { method: 'PUT', body });
  return { payload: null };
}
const start = (revision: string): Promise<void> =>
  applyCustomResources({
    dataDir,
    invoke,
    account: '0',
    region: 'us-east-1',
    resources: resourcesOf([
      workgroup,
      ...functions,
      custom('Migrations', 'migrate', revision),
      custom('Settled', 'network', revision),
    ]),
  });

describe('a custom resource', () => {
  it('is made by the first start, changed by one with other properties, and left alone by the rest', async () => {
    for (const revision of ['a', 'a', 'b', 'b']) await start(revision);

    expect(asked).toEqual(['Create migrate', 'Update migrate']);
  });

  it('whose function says why it failed stops the start, and is tried by the next', async () => {
    answer = { Status: 'FAILED', Reason: 'the schema is older' };

    await expect(start('a')).rejects.toThrow(
      'Lake/Warehouse/Migrations was not applied: the schema is older',
    );
    answer = { Status: 'SUCCESS' };
    await start('a');
    expect(asked).toEqual(['Create migrate', 'Create migrate']);
  });

  it.each([
    ['nothing', undefined],
    ['no JSON', '<Error/>'],
  ])('whose function hands in %s stops the start', async (_, given) => {
    answer = given;

    await expect(start('a')).rejects.toThrow(
      'Lake/Warehouse/Migrations was not applied: its function ended without handing in an answer',
    );
  });

  it('is nobody asked for where there is no warehouse', async () => {
    await applyCustomResources({
      ...{ dataDir, invoke, account: '0', region: 'us-east-1' },
      resources: resourcesOf([...functions, custom('Migrations', 'migrate', 'a')]),
    });

    expect(asked).toEqual([]);
  });
});
