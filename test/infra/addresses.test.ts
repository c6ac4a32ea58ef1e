import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pagesNobody, withAddresses } from '../../lib/addresses';
import { configFor, type Config } from '../../lib/config';
import { SluiceStack } from '../../lib/sluice-stack';

const given =
  (context: Readonly<Record<string, unknown>>) =>
  (name: string): unknown =>
    context[name];
const prod = configFor('prod');
const stub = join(import.meta.dirname, '../fixtures/infra/stub');

const warnings = (config: Config): number => {
  const stack = new SluiceStack(new App(), 'S', { config, codeOf: () => Code.fromAsset(stub) });
  return stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ data }) => String(data).includes('reach nobody')).length;
};

describe('who is told', () => {
  it('is given with a deployment', () => {
    const { notify } = withAddresses(
      prod,
      given({ pageEmails: 'a@x.org, b@x.org', infoEmails: '', chatWebhookSecret: 'hook' }),
    );

    expect(notify).toEqual({
      emails: { page: ['a@x.org', 'b@x.org'], ticket: [], info: [] },
      chatWebhookSecret: 'hook',
    });
  });

  it('stays as configured where nothing is given', () => {
    expect(withAddresses(prod, given({}))).toEqual(prod);
  });

  it.each([['nobody'], ['a@x.org,'], ['a@x.org b@x.org'], [7]])('is no %j', (pageEmails) => {
    expect(() => withAddresses(prod, given({ pageEmails }))).toThrow(/^pageEmails: /);
  });

  it('is missed where data is kept, and only there', () => {
    expect(pagesNobody(prod)).toBe(true);
    expect(pagesNobody(withAddresses(prod, given({ pageEmails: 'a@x.org' })))).toBe(false);
    expect(pagesNobody(withAddresses(prod, given({ chatWebhookSecret: 'hook' })))).toBe(false);
    expect(pagesNobody(configFor('dev'))).toBe(false);
  });

  it('is asked for when templates are made without', () => {
    expect(warnings(prod)).toBe(1);
    expect(warnings(withAddresses(prod, given({ pageEmails: 'a@x.org' })))).toBe(0);
  });
});
