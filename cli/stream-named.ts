import { contracts } from '../lambdas/shared/contracts';
import { streamOf, type Contract } from '../lambdas/shared/contracts/contract';
import { streamName } from '../lambdas/shared/names';
import { Failure } from './failure';

/** Contracts that records may be pushed of. */
export const STREAMED: readonly Contract[] = Object.values(contracts).filter(
  ({ kind }) => kind === 'stream',
);

export interface NamedStream {
  /** Physical name. */
  readonly stream: string;
  readonly contract: Contract;
  /** Field whose records of one value stay in order. */
  readonly idField: string;
}

/**
 * @param name of a stream, or of its table
 * @throws Failure usage that lists the streams
 */
export function streamNamed(env: string, name: string): NamedStream {
  const contract = STREAMED.find((one) => streamOf(one) === name || one.table === name);
  if (contract === undefined) {
    const known = STREAMED.map(streamOf).join(', ');
    throw new Failure('usage', `no stream ${name}: --stream takes ${known}`);
  }
  const idField = contract.key.at(-1) ?? '';
  return { stream: streamName(env, streamOf(contract)), contract, idField };
}
