import { contracts } from '../lambdas/shared/contracts';
import type { Contract } from '../lambdas/shared/contracts/contract';

/**
 * The contract that a configured stream carries.
 * @throws Error that lists the contracts a stream may carry
 */
export function contractOf(name: string): Contract {
  const contract = contracts[name];
  if (contract?.kind === 'stream') return contract;
  const streams = Object.keys(contracts).filter((key) => contracts[key]?.kind === 'stream');
  throw new Error(
    `no stream contract "${name}" for lib/config.ts: choose of ${streams.join(', ')}`,
  );
}
