import { bankTransaction } from './bank';
import type { Catalogue } from './catalogue';
import type { Random } from './random';
import { recordOf, type Transaction } from './transaction';

const MINUTE = 60_000;
const DAY = 86_400_000;

export interface ContestedPair {
  readonly kind: 'conflict' | 'move';
  /** The state that stands in the end. */
  readonly standing: Transaction;
  /** Both records as they are sent, in order. */
  readonly records: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Two records of one movement that disagree. `conflict`: the second claims another amount than was booked, which
 * changes nothing. `move`: pending on one business day, completed on a later one, which keeps it.
 * @param time epoch milliseconds of the last record
 */
export function contestedPair(
  kind: ContestedPair['kind'],
  catalogue: Catalogue,
  random: Random,
  { id, time }: { readonly id: string; readonly time: number },
): ContestedPair {
  const account = random.pick(catalogue.accounts);
  const made = bankTransaction(catalogue, random, { id, time: time - MINUTE, account });
  const standing: Transaction = { ...made, status: 'COMPLETED' };
  const booked = recordOf(standing, standing.time);
  if (kind === 'conflict') {
    const claim = recordOf({ ...standing, amount: standing.amount + 100 }, time);
    return { kind, standing, records: [booked, claim] };
  }
  // two days, so that a change of the clocks never leaves both on one
  const before = { ...standing, status: 'PENDING', time: standing.time - 2 * DAY } as const;
  return { kind, standing, records: [recordOf(before, before.time), booked] };
}
