import type { Contract } from '../contracts/contract';
import type { Origin } from './origin';

/**
 * The members that say where a row came from, without braces. Origins are ours, but a file's name
 * could still need an escape: everything that is not a number goes through JSON.
 */
export function metadataText(contract: Contract, origin: Origin): string {
  return (
    `"_ingested_at":${JSON.stringify(origin.ingestedAt)},"_door":"${origin.door}",` +
    `"_shard":${JSON.stringify(origin.shard)},"_sequence":${JSON.stringify(origin.sequence)},` +
    `"_subsequence":${origin.subsequence},"_contract_version":${contract.version},` +
    `"_source":${JSON.stringify(origin.source)}`
  );
}
