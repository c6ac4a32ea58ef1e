import type { Contract, Field } from '../contracts/contract';

/** A column of a bronze table. Everything is text; only counters are bigint. */
export interface Column {
  readonly name: string;
  readonly type: 'string' | 'bigint';
  readonly about: string;
}

const METADATA: readonly Column[] = [
  { name: '_ingested_at', type: 'string', about: 'When it arrived: ISO 8601, UTC.' },
  { name: '_door', type: 'string', about: 'stream or file.' },
  { name: '_shard', type: 'string', about: 'Shard, or the first 12 hex of the file’s sha256.' },
  { name: '_sequence', type: 'string', about: 'Position in the shard, zero-padded to 56 digits.' },
  { name: '_subsequence', type: 'bigint', about: 'Position in a KPL record, or row of the file.' },
  { name: '_key64', type: 'bigint', about: 'First 8 bytes of the sha256 of the key.' },
  { name: '_contract_version', type: 'bigint', about: 'Version of the contract it was judged by.' },
  { name: '_source', type: 'string', about: 'Hash of the source mapping; empty without one.' },
  { name: 'data_quality_flag', type: 'string', about: 'ok, or warn: and the codes.' },
  { name: '_extra', type: 'string', about: 'Fields the contract does not know, as JSON.' },
];

const REJECTION: readonly Column[] = [
  { name: 'dataset', type: 'string', about: 'Bronze table the record was meant for.' },
  { name: 'source_system', type: 'string', about: 'System that sent it, when that could be read.' },
  { name: 'reason_codes', type: 'string', about: 'Distinct codes, sorted, joined by commas.' },
  { name: 'reasons', type: 'string', about: 'JSON list of code, path and detail; never a value.' },
  { name: 'redacted', type: 'string', about: 'What may be shown of the record, as JSON.' },
  { name: 'length', type: 'bigint', about: 'Bytes received.' },
];

/** A card number is stored as two columns, never as itself. */
const CARD: readonly Column[] = [
  { name: 'card_last4', type: 'string', about: 'Last four digits of the card.' },
  { name: 'card_token', type: 'string', about: 'Token of the card number.' },
];

const columnsOf = ([name, field]: readonly [string, Field]): readonly Column[] =>
  field.pii === 'card' ? CARD : [{ name, type: 'string', about: field.about }];

/** Name of the partition column; its type is always string. */
export const partitionColumn = (contract: Contract): Contract['partition'] => contract.partition;

/** Columns of `bronze.<table>` in order, without the partition column. */
export function bronzeColumns(contract: Contract): readonly Column[] {
  const own = Object.entries(contract.fields)
    .filter(([name]) => name !== contract.partition)
    .flatMap(columnsOf);
  return [...own, ...METADATA];
}

/** Columns of `bronze.quarantine`, without its partition column `arrival_date`. */
export const quarantineColumns = (): readonly Column[] => [...REJECTION, ...METADATA];

/** Union of both: what Firehose converts by, since one stream delivers accepted and rejected rows. */
export function deliveryColumns(contract: Contract): readonly Column[] {
  const bronze = bronzeColumns(contract);
  const known = new Set(bronze.map(({ name }) => name));
  return [...bronze, ...quarantineColumns().filter(({ name }) => !known.has(name))];
}
