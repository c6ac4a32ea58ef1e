import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { billOf, unpriced } from '../../cli/cost/bill';
import { costTables, renewed } from '../../cli/cost/document';
import { MEASURED_MODELS } from '../../cli/cost/measured';
import { monthOf } from '../../cli/cost/month';
import { PRICES } from '../../cli/cost/price-list';
import { FREE, PRICED } from '../../cli/cost/registry';
import { sourceOf, type Asked } from '../../cli/cost/source';
import { ENVIRONMENTS, configFor } from '../../lib/config';
import { PROFILES } from '../../lib/profiles';
import { resource } from './month';

const DOCUMENT = path.join(import.meta.dirname, '..', '..', 'docs', 'cost.md');

describe.each(ENVIRONMENTS)('the bill of %s', (env) => {
  it('has a price or a reason to be free for every type of resource', async () => {
    const { resources } = await sourceOf({ env });

    expect(resources.length).toBeGreaterThan(100);
    expect(unpriced(resources)).toEqual([]);
  });

  it('adds up, by driver and by service', async () => {
    const bill = billOf(await sourceOf({ env }));
    const sum = (some: readonly { readonly monthly: number }[]) =>
      some.reduce((all, { monthly }) => all + monthly, 0);

    expect(sum(bill.lines)).toBeCloseTo(bill.monthly, 6);
    expect(sum(bill.services)).toBeCloseTo(bill.monthly, 6);
    expect(bill.perMillion).toBeCloseTo(bill.monthly / 300, 6);
    for (const { quantity, usd, per, monthly } of bill.lines) {
      expect(monthly).toBeCloseTo((quantity * usd) / per, 9);
    }
  });
});

describe('the price of a million records at ten million a day', () => {
  const perMillion = async (asked: Omit<Asked, 'env'> = {}) =>
    billOf(await sourceOf({ env: 'prod', given: { perDay: 10_000_000 }, ...asked })).perMillion;

  it('is at most 75 cents for prod as it is, with the tables of both domains', async () => {
    expect(await perMillion()).toBeLessThanOrEqual(0.75);
  });

  it('is at most twelve cents for the lean profile', async () => {
    expect(await perMillion({ profile: 'lean' })).toBeLessThanOrEqual(0.12);
  });

  it.each(PROFILES)('is what the budget of %s expects, with a margin', async (profile) => {
    const bill = billOf(await sourceOf({ env: 'prod', given: { perDay: 10_000_000 }, profile }));
    const { monthlyDollars } = configFor('prod', profile).budget;

    // Nobody is told of a usual month, at 80 %, and everybody of twice one.
    expect(monthlyDollars * 0.8).toBeGreaterThan(bill.monthly);
    expect(monthlyDollars).toBeLessThan(bill.monthly * 1.6);
  });

  it('holds every control: alarms, metrics, trail, keys, copies, traces, warehouse', async () => {
    const { lines } = billOf(await sourceOf({ env: 'prod' }));
    const prices = new Set(lines.map(({ price }) => price));

    for (const control of [
      'cloudwatch.alarm',
      'cloudwatch.composite',
      'cloudwatch.dashboard',
      'cloudwatch.metric',
      'cloudwatch.logsIn',
      'cloudtrail.data',
      'kms.key',
      'kms.request',
      'dynamodb.recovery',
      'backup.stored',
      'xray.trace',
      'redshift.unitHour',
      'secrets.secret',
    ] as const) {
      expect(prices).toContain(control);
    }
  });
});

describe('a bill', () => {
  it('refuses a resource that nobody has priced, by its type', async () => {
    const source = await sourceOf({ env: 'dev' });
    const resources = [...source.resources, resource('AWS::NeptuneGraph::Graph', {})];

    expect(() => billOf({ ...source, resources })).toThrow('no price for AWS::NeptuneGraph::Graph');
  });

  it('of an idle lake holds what stands there whether or not anything moves', async () => {
    const bill = billOf(await sourceOf({ env: 'dev', given: { perDay: 0 } }));
    const services = bill.services.map(({ service }) => service);

    expect(bill.perMillion).toBeNull();
    expect(services).toContain('Kinesis');
    expect(services).not.toContain('Firehose');
    const statements = bill.lines.filter(({ service }) => service === 'Athena');
    expect(statements.map(({ what }) => what)).toEqual(['hourly look at health']);
  });

  it('knows the runs, builds and levels that the models make', async () => {
    const month = monthOf(await sourceOf({ env: 'prod' }));
    const everyRun = month.cadences.filter((one) => one.everyRun).map(({ model }) => model);

    expect(month.runs).toBe(2880);
    expect(everyRun).toContain('silver.transactions');
    expect(everyRun).not.toContain('silver.moved_transactions');
    expect(month.cadences.map(({ model }) => model)).toEqual(
      expect.arrayContaining(MEASURED_MODELS),
    );
  });

  it('is less with fewer runs, fuller packs and the standing allowances', async () => {
    const total = async (asked: Omit<Asked, 'env'>) =>
      billOf(await sourceOf({ env: 'prod', ...asked })).monthly;
    const asIs = await sourceOf({ env: 'prod' });

    expect(await total({ everyMinutes: 60 })).toBeLessThan(billOf(asIs).monthly);
    expect(await total({ given: { packed: 62 } })).toBeLessThan(billOf(asIs).monthly);
    expect(billOf(asIs).monthly).toBeLessThan(billOf(asIs, { withAllowances: false }).monthly);
  });
});

describe('the price list', () => {
  it('names a public page for each price', () => {
    for (const [key, { source, usd, per }] of Object.entries(PRICES)) {
      expect(source, key).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+\/pricing\//);
      expect(usd, key).toBeGreaterThan(0);
      expect(per, key).toBeGreaterThan(0);
    }
  });

  it('and the list of what is free share no type', () => {
    expect(Object.keys(PRICED).filter((type) => FREE[type] !== undefined)).toEqual([]);
  });
});

describe('docs/cost.md', () => {
  it('shows what the templates cost now: npm run docs:cost', async () => {
    const document = readFileSync(DOCUMENT, 'utf8');

    expect(document).toBe(renewed(document, await costTables()));
  });
});
