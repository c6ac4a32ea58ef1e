import type { Athena } from '@aws-sdk/client-athena';
import type { Ask } from './recent-rows';

export type AskClient = Pick<
  Athena,
  'startQueryExecution' | 'getQueryExecution' | 'getQueryResults'
>;
const LONGEST_LOOK_MS = 1_000;
/** Sources of one lake: far fewer. */
const MOST_ROWS = 1_000;

/**
 * Statements in a workgroup, one at a time. A failed one is a fault: an alarm that sees no value must not think
 * that all is well.
 */
export const askIn =
  (
    client: () => Promise<AskClient>,
    workgroup: string,
    pause: (ms: number) => Promise<void>,
  ): Ask =>
  async (sql) => {
    const athena = await client();
    const { QueryExecutionId } = await athena.startQueryExecution({
      QueryString: sql,
      WorkGroup: workgroup,
    });
    for (let ms = 50; ; ms = Math.min(ms * 2, LONGEST_LOOK_MS)) {
      const { QueryExecution } = await athena.getQueryExecution({ QueryExecutionId });
      const state = QueryExecution?.Status?.State;
      if (state === 'SUCCEEDED') break;
      if (state === 'FAILED' || state === 'CANCELLED') {
        throw new Error(`the health statement ${state.toLowerCase()}: see it in the workgroup`);
      }
      await pause(ms);
    }
    const { ResultSet } = await athena.getQueryResults({ QueryExecutionId, MaxResults: MOST_ROWS });
    // The first row of a SELECT holds the names of its columns.
    return (ResultSet?.Rows ?? [])
      .slice(1)
      .map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? ''));
  };
