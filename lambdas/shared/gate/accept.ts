import type { Contract } from '../contracts/contract';
import { canonicalJson } from './canonical-json';
import { cardDigits } from './cards';
import { key64 } from './key64';
import { metadataText } from './metadata';
import type { Origin } from './origin';
import type { RecordReading } from './read-record';
import type { WarningCode } from './reasons';
import type { TokenCache } from './token-cache';

/** `ok`, or `warn:` and the codes, sorted. */
export const flagOf = (warnings: readonly WarningCode[]): string =>
  warnings.length === 0 ? 'ok' : `warn:${[...new Set(warnings)].sort().join(',')}`;

/** The columns that one field is stored as: itself, its token, or a card's last four and token. */
function storedAs(
  contract: Contract,
  name: string,
  text: string,
  tokens: TokenCache,
): readonly (readonly [string, string])[] {
  const field = contract.fields[name];
  if (name === contract.partition) return [];
  if (field?.kind !== 'text' || field.domain === undefined) return [[name, text]];
  const token = tokens.tokenOf(field.domain, text);
  if (field.pii !== 'card') return [[name, token]];
  return [
    ['card_last4', cardDigits(text).slice(-4)],
    ['card_token', token],
  ];
}

/** Key texts as bronze holds them: the key of a person is hashed as its token only. */
export const keyOf = (
  contract: Contract,
  columns: ReadonlyMap<string, string>,
  tokens: TokenCache,
): string =>
  key64(
    contract.key.map((name) => {
      const [stored] = storedAs(contract, name, columns.get(name) ?? '', tokens);
      return stored?.[1] ?? '';
    }),
  );

/** How every bronze row ends. */
export const rowEnd = (contract: Contract, origin: Origin, key: string, flag: string): string =>
  `${metadataText(contract, origin)},"_key64":"${key}","data_quality_flag":"${flag}"`;

/** The bronze row as one line of JSON, without its partition column. */
export function bronzeRow(
  contract: Contract,
  reading: RecordReading,
  { origin, tokens, flag }: { origin: Origin; tokens: TokenCache; flag: string },
): string {
  let own = '';
  for (const [name, text] of reading.columns) {
    for (const [column, value] of storedAs(contract, name, text, tokens)) {
      own += `"${column}":${JSON.stringify(value)},`;
    }
  }
  const key = keyOf(contract, reading.columns, tokens);
  const extra =
    reading.extra.size === 0 ? '' : `,"_extra":${JSON.stringify(canonicalJson(reading.extra))}`;
  return `{${own}${rowEnd(contract, origin, key, flag)}${extra}}`;
}
