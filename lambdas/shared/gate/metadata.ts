import type { Contract } from '../contracts/contract';
import type { Origin } from './origin';

/**
 * The members that say where a row came from, without braces. All of them are made by our handlers
 * (ids, hashes, digits, ISO times), so that nothing in them needs an escape.
 */
export const metadataText = (contract: Contract, origin: Origin): string =>
  `"_ingested_at":"${origin.ingestedAt}","_door":"${origin.door}","_shard":"${origin.shard}",` +
  `"_sequence":"${origin.sequence}","_subsequence":${origin.subsequence},` +
  `"_contract_version":${contract.version},"_source":"${origin.source}"`;
