import type { RedshiftData } from '@aws-sdk/client-redshift-data';

type Client = Pick<RedshiftData, 'batchExecuteStatement' | 'describeStatement' | 'cancelStatement'>;
export interface Ended {
  readonly status: 'running' | 'finished' | 'failed';
  /** The database's own words. */
  readonly message: string;
}

/** Batches of statements in the warehouse, each one transaction. */
export interface Statements {
  /** @returns the id of the batch; the same one for the same token */
  start(statements: readonly string[], token: string): Promise<string>;
  look(id: string): Promise<Ended>;
  cancel(id: string): Promise<void>;
}

const ENDS: Readonly<Record<string, Ended['status']>> = {
  FINISHED: 'finished',
  FAILED: 'failed',
  ABORTED: 'failed',
};

/** Asks as the role of the caller, which the warehouse takes for its role `loader`. */
export const statementsIn = (
  client: () => Promise<Client>,
  place: { readonly workgroup: string; readonly database: string },
): Statements => ({
  async start(statements, token) {
    const { Id } = await (
      await client()
    ).batchExecuteStatement({
      WorkgroupName: place.workgroup,
      Database: place.database,
      Sqls: [...statements],
      ClientToken: token,
    });
    if (Id === undefined) throw new Error('the warehouse gave the batch no id');
    return Id;
  },
  async look(id) {
    const { Status = '', Error: message } = await (await client()).describeStatement({ Id: id });
    return {
      status: ENDS[Status] ?? 'running',
      message: message ?? `the batch ended as ${Status}`,
    };
  },
  async cancel(id) {
    await (await client()).cancelStatement({ Id: id });
  },
});
