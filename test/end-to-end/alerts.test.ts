import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alertsSince } from '../../cli/alerts';
import type { ListedAlert } from '../../lambdas/shared/alerts';
import { configurationTableName, streamName } from '../../lambdas/shared/names';
import { Laptop } from './laptop';

const CUSTOMER = 'CLEAR-CUSTOMER-4711';
const ACCOUNT = 'CLEAR-ACCOUNT-0815';

/** A payment of now; the same id is the same transaction. */
const payment = (id: string, amount: string, more: object = {}): Buffer => {
  const now = new Date().toISOString();
  const times = { transaction_time: now, event_time: now };
  const kind = { channel: 'app', type: 'payment', status: 'COMPLETED', direction: 'debit' };
  const who = { customer_id: CUSTOMER, account_id: ACCOUNT, country: 'FR' };
  const money = { currency: 'EUR', amount };
  return Buffer.from(
    JSON.stringify({
      transaction_id: id,
      source_system: 'core-bank',
      ...times,
      ...kind,
      ...money,
      ...who,
      ...more,
    }),
  );
};
const login = (id: string, country: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      ...{ event_id: id, source_system: 'app', customer_id: CUSTOMER, event_type: 'login' },
      ...{ event_time: new Date().toISOString(), outcome: 'success', country },
    }),
  );

describe('the real-time watcher', () => {
  let laptop: Laptop;
  const from = new Date(Date.now() - 3_600_000).toISOString();
  beforeAll(async () => {
    laptop = await Laptop.make();
    await laptop.up();
  }, 120_000);
  afterAll(() => laptop.remove());

  const put = async (contract: string, ...records: readonly Buffer[]): Promise<void> => {
    const kinesis = await laptop.served.clients.kinesis();
    await kinesis.putRecords({
      StreamName: streamName('dev', contract),
      // Partition keys of their own: the states of one customer need not share one.
      Records: records.map((Data, index) => ({ Data, PartitionKey: `${Date.now()}-${index}` })),
    });
  };
  const alerts = () => alertsSince(laptop.served, from, Date.now());
  const until = async (isWanted: (alert: ListedAlert) => boolean): Promise<ListedAlert> => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = (await alerts()).find(isWanted);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`not found: ${JSON.stringify(await alerts())}`);
  };
  const published = (): readonly string[] =>
    readFileSync(path.join(laptop.dataDir, 'sns', 'sluice-dev-alerts.log'), 'utf8')
      .trim()
      .split('\n');

  it('tells of an anomaly once, though its record is delivered twice', async () => {
    const record = payment('large', '12500.00');

    await put('transactions', record);
    await put('transactions', record, payment('small', '5.00'));
    await until(({ rule }) => rule === 'amount');
    await laptop.caughtUp();

    expect(await alerts()).toMatchObject([
      { reason: 'amount.above_limit', amount: '12500', currency: 'EUR', outcome: 'told' },
    ]);
    expect(published()).toHaveLength(1);
  });

  it('sees a payment in one country and a login from another, through two streams', async () => {
    const [paid] = await alerts();

    await put('customer_updates', login('l1', 'BR'));

    expect((await until(({ rule }) => rule === 'country_jump')).outcome).toBe('told');
    expect((await alerts()).find(({ rule }) => rule === 'country_jump')).toMatchObject({
      ...{ reason: 'country.jump', fromCountry: 'FR', country: 'BR', type: 'login' },
      customer: paid?.customer,
    });
  });

  it('follows an override, and leaves out one that is not valid', async () => {
    const dynamo = await laptop.served.clients.dynamo();
    for (const [key, value] of [
      ['anomaly', '{"EUR":"100"}'],
      ['velocity', 'fast'],
    ] as const) {
      await dynamo.putItem({
        TableName: configurationTableName('dev'),
        Item: { category: { S: 'watch' }, key: { S: key }, value: { S: value } },
      });
    }
    // A new start reads it at once; a running one within a minute.
    await laptop.down();
    await laptop.up();

    const other = { customer_id: 'CLEAR-CUSTOMER-2', account_id: 'CLEAR-ACCOUNT-2' };
    await put('transactions', payment('above the override', '101.00', other));

    expect(await until(({ amount }) => amount === '101')).toMatchObject({ outcome: 'told' });
    await laptop.caughtUp();
    await laptop.down(); // what functions print is written by then
  });

  it('shows no customer and no account in clear, in messages, logs and metrics', () => {
    const texts = ['sns', 'logs'].flatMap((folder) =>
      readdirSync(path.join(laptop.dataDir, folder)).map((name) =>
        readFileSync(path.join(laptop.dataDir, folder, name), 'utf8'),
      ),
    );

    expect(texts.join()).toContain('AnomaliesDetected');
    expect(texts.join()).toContain('"OverridesIgnored":1');
    expect(texts.join()).not.toContain('CLEAR-');
  });
});
