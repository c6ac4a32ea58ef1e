import type { LeaseItem } from './items';
import type { Condition, Table } from './table';

const KEY = { pk: 'lease', sk: 'medallion' };

export interface Leases {
  read(): Promise<LeaseItem>;
  /**
   * Takes the lease from the holder (or nobody) that was seen, and raises the fence.
   * @returns the new lease; undefined when it changed hands since it was seen
   */
  takeOver(holder: string, seen: LeaseItem): Promise<LeaseItem | undefined>;
  /** @returns whether `holder` held it */
  release(holder: string): Promise<boolean>;
}

export const leasesOf = (table: Table): Leases => ({
  async read() {
    const item = await table.get(KEY);
    if (item === undefined) return { fence: 0 };
    const holder = item.optionalText('holder');
    return { fence: item.number('fence'), ...(holder !== undefined && { holder }) };
  },

  async takeOver(holder, seen) {
    const lease = { holder, fence: seen.fence + 1 };
    return (await table.put(KEY, lease, unchangedSince(seen))) ? lease : undefined;
  },

  release: (holder) =>
    table.update(KEY, {
      update: 'REMOVE holder',
      expression: 'holder = :holder',
      values: { ':holder': holder },
    }),
});

function unchangedSince({ fence, holder }: LeaseItem): Condition {
  if (fence === 0) return { expression: 'attribute_not_exists(pk)' };
  if (holder === undefined) {
    return {
      expression: 'fence = :seen AND attribute_not_exists(holder)',
      values: { ':seen': fence },
    };
  }
  return {
    expression: 'fence = :seen AND holder = :holder',
    values: { ':seen': fence, ':holder': holder },
  };
}

export type Acquired =
  | {
      readonly status: 'held';
      readonly fence: number;
      /** A run that ended without giving the lease back. */
      readonly abandonedBy?: string;
    }
  | { readonly status: 'busy'; readonly holder: string };

/**
 * Takes the lease for an execution, unless another that still runs holds it.
 * The same execution may ask again and keeps its fence.
 * @param isAlive whether an execution, by ARN, still runs; no clock decides that
 */
export async function acquireLease(
  leases: Leases,
  holder: string,
  isAlive: (execution: string) => Promise<boolean>,
): Promise<Acquired> {
  const seen = await leases.read();
  if (seen.holder === holder) return { status: 'held', fence: seen.fence };
  if (seen.holder !== undefined && (await isAlive(seen.holder))) {
    return { status: 'busy', holder: seen.holder };
  }
  const lease = await leases.takeOver(holder, seen);
  if (lease === undefined) {
    const winner = await leases.read();
    return { status: 'busy', holder: winner.holder ?? 'another run, which just ended' };
  }
  return {
    status: 'held',
    fence: lease.fence,
    ...(seen.holder !== undefined && { abandonedBy: seen.holder }),
  };
}
