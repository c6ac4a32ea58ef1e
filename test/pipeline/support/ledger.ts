import { DynamoDB, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { AddressInfo } from 'node:net';
import { type Ledger, openLedger } from '../../../lambdas/shared/ledger/ledger';

export interface TestLedger {
  readonly client: DynamoDB;
  /** A ledger on an empty table of its own. */
  open(): Promise<Ledger & { readonly table: string }>;
  stop(): Promise<void>;
}

/** A real DynamoDB engine in this process: conditions are judged, not faked. */
export async function startLedger(): Promise<TestLedger> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDB({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
  });
  const state = { tables: 0 };
  return {
    client,
    async open() {
      const table = `ledger-${(state.tables += 1)}`;
      await client.createTable({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      });
      // A new table takes items a moment after it is answered for; the waiter counts in seconds.
      await waitUntilTableExists(
        { client, minDelay: 0.01, maxDelay: 0.1, maxWaitTime: 10 },
        { TableName: table },
      );
      return { ...openLedger(async () => client, table), table };
    },
    async stop() {
      client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
