import type { RunItem } from '../lambdas/shared/ledger/items';
import { Failure } from './failure';
import type { Ended } from './medallion';

/** How the machine ends a start while another run holds the lease. */
const BUSY = 'Sluice.Busy';
/** How the plan refuses what it was asked for. */
const REFUSED = 'RequestError';

/** What a start was told while another run was at work; undefined when it was let in. */
export function refusal({ error, cause, output }: Ended): string | undefined {
  if (error === BUSY) return cause ?? 'another run is going on';
  return memberOf(output, 'status') === 'busy' ? String(memberOf(output, 'message')) : undefined;
}

/** @throws Failure unless the run ended well */
export function throwUnlessFine(ended: Ended, item: RunItem | undefined): void {
  const { status, error, cause } = ended;
  const busy = refusal(ended);
  if (busy !== undefined) throw new Failure('busy', busy, 'wait for it: npx sluice status');
  if (error === REFUSED) throw new Failure('usage', spoken(cause), 'npx sluice run --help');
  if (status === 'SUCCEEDED' && item?.status !== 'FAILED') return;
  const stopped = (item?.tables ?? []).filter((table) => table.status !== 'published');
  const lines = stopped.map(
    ({ model, status: how, reasons }) => `  ${model} ${how}: ${reasons[0] ?? ''}`,
  );
  const why = lines.length > 0 ? `\n${lines.join('\n')}` : ` ${error ?? status}: ${spoken(cause)}`;
  throw new Failure('failed', `the run failed:${why}`, 'fix what is named, then: npx sluice run');
}

/** One member of what the machine answered. */
export const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, name)?.value
    : undefined;

/** The message inside a function's answer, which is the cause as Step Functions gives it. */
function spoken(cause: string | undefined): string {
  if (cause === undefined) return 'no cause given';
  try {
    const answer: unknown = JSON.parse(cause);
    if (typeof answer === 'object' && answer !== null && 'errorMessage' in answer) {
      return String(answer.errorMessage);
    }
    return cause;
  } catch {
    // a cause that is plain text
    return cause;
  }
}
