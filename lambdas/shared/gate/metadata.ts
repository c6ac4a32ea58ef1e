import type { Contract } from '../contracts/contract';
import type { Origin } from './origin';

/** Records of one shard or file share most of it: a row is put together of fewer pieces. */
let latest = { door: '', shard: '', source: '', version: 0, text: '' };

function sharedText({ version }: Contract, { door, shard, source }: Origin): string {
  const isSame =
    latest.shard === shard &&
    latest.door === door &&
    latest.source === source &&
    latest.version === version;
  if (isSame) return latest.text;
  const text =
    `"_door":"${door}","_shard":"${shard}","_source":"${source}",` +
    `"_contract_version":${version},"_ingested_at":"`;
  latest = { door, shard, source, version, text };
  return text;
}

/**
 * The members that say where a row came from, without braces. All of them are made by our handlers
 * (ids, hashes, digits, ISO times), so that nothing in them needs an escape.
 */
export const metadataText = (contract: Contract, origin: Origin): string =>
  `${sharedText(contract, origin)}${origin.ingestedAt}","_sequence":"${origin.sequence}",` +
  `"_subsequence":${origin.subsequence}`;
