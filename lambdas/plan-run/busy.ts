import type { Ledger } from '../shared/ledger/ledger';
import type { RunRequest } from '../shared/plans/plan';

export interface Busy {
  readonly status: 'busy';
  /** ARN of the execution that is at work. */
  readonly holder: string;
  /** Asked for by `{}`, as the schedule does: whatever is new, the next such run finds. */
  readonly isPlain: boolean;
  /** Names the run at work, for whoever asked. */
  readonly message: string;
}

/** A run that is at work is among the newest: the lease lets one in at a time. */
const NEWEST = 10;

/** The answer to a start while another run holds the lease. A run that still plans has no summary yet. */
export async function busyWith(
  { runs }: Ledger,
  holder: string,
  request: RunRequest,
): Promise<Busy> {
  const known = (await runs.latest(NEWEST)).find(({ execution }) => execution === holder);
  const name = holder.split(':').at(-1) ?? holder;
  const what =
    known === undefined
      ? `execution ${name}, which is planning`
      : `run ${known.run}, started at ${known.startedAt}, execution ${name}`;
  return {
    status: 'busy',
    holder,
    isPlain: Object.keys(request).length === 0,
    message: `another run is going on (${what}): nothing was started`,
  };
}
