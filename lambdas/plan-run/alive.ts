import type { SFN } from '@aws-sdk/client-sfn';

const ENDED = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

/**
 * Whether an execution still runs, as Step Functions says. One that it no longer knows (history is
 * kept for 90 days) has ended; any other fault is not an answer.
 */
export const isRunning =
  (client: () => Promise<Pick<SFN, 'describeExecution'>>) =>
  async (execution: string): Promise<boolean> => {
    try {
      const { status } = await (await client()).describeExecution({ executionArn: execution });
      return status === undefined || !ENDED.includes(status);
    } catch (error) {
      if (error instanceof Error && error.name === 'ExecutionDoesNotExist') return false;
      throw error;
    }
  };
