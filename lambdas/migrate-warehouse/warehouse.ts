import type { RedshiftData } from '@aws-sdk/client-redshift-data';

/** The warehouse, asked through its Data API: each batch is one transaction. */
export interface Warehouse {
  /** @param token the same for a repeated call: the statements run once */
  run(statements: readonly string[], token: string): Promise<void>;
  /** Rows of a query, each value as text. */
  rows(statement: string): Promise<readonly (readonly string[])[]>;
}

export interface WarehouseAddress {
  readonly workgroup: string;
  readonly database: string;
  /** ARN of the secret that holds the administrator's password. */
  readonly secret: string;
}
type Client = Pick<
  RedshiftData,
  'batchExecuteStatement' | 'executeStatement' | 'describeStatement' | 'getStatementResult'
>;
type Sleep = (milliseconds: number) => Promise<void>;

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;

/** @throws (of each call) Error with the database's message when a statement fails; ours hold no record's value */
export function warehouseAt(
  client: () => Promise<Client>,
  { workgroup, database, secret }: WarehouseAddress,
  sleep: Sleep,
): Warehouse {
  const address = { WorkgroupName: workgroup, Database: database, SecretArn: secret };
  const finished = async (id: string | undefined): Promise<string> => {
    if (id === undefined) throw new Error('the warehouse gave the statement no id');
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      const { Status, Error: message } = await (await client()).describeStatement({ Id: id });
      if (Status === 'FINISHED') return id;
      if (Status === 'FAILED' || Status === 'ABORTED') {
        throw new Error(`the warehouse ended a statement as ${Status}: ${message ?? 'no reason'}`);
      }
      await sleep(wait);
    }
  };
  return {
    async run(statements, token) {
      const { Id } = await (
        await client()
      ).batchExecuteStatement({ ...address, Sqls: [...statements], ClientToken: token });
      await finished(Id);
    },
    async rows(statement) {
      const started = await (await client()).executeStatement({ ...address, Sql: statement });
      const Id = await finished(started.Id);
      const { Records = [] } = await (await client()).getStatementResult({ Id });
      return Records.map((record) => record.map(({ stringValue = '' }) => stringValue.trimEnd()));
    },
  };
}
