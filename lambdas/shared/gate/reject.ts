import type { Contract } from '../contracts/contract';
import { looksLikeCard } from './cards';
import { metadataText } from './metadata';
import type { Origin } from './origin';
import type { RecordReading } from './read-record';
import type { Reason } from './reasons';
import { redact } from './redact';
import { isObject, type Json } from './scan';

export interface Rejection {
  readonly contract: Contract;
  readonly origin: Origin;
  /** Bytes received. */
  readonly length: number;
  readonly reasons: readonly Reason[];
  /** What could be read of it. */
  readonly value?: Json;
  readonly reading?: RecordReading;
  /** Text of the `_key64` number, when the key can be told. */
  readonly key?: string;
}

/** Names of systems are plain words; anything else stays hidden. */
const SYSTEM = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

function sourceOf(reading: RecordReading | undefined): string | undefined {
  const source = reading?.columns.get('source_system');
  const isPlain = source !== undefined && SYSTEM.test(source) && !looksLikeCard(source);
  return isPlain ? source : undefined;
}

/** The quarantine row as one line of JSON: why, where from, and what may be shown. */
export function quarantineRow(rejection: Rejection): string {
  const { contract, origin, length, reasons, value, reading, key } = rejection;
  const codes = [...new Set(reasons.map(({ code }) => code))].sort();
  const faulty = reasons.map(({ path }) => path);
  const redacted = value !== undefined && isObject(value) ? redact(value, contract, faulty) : {};
  const own = {
    dataset: contract.table,
    source_system: sourceOf(reading),
    reason_codes: codes.join(','),
    reasons: JSON.stringify(reasons),
    redacted: JSON.stringify(redacted),
    length,
  };
  const keyText = key === undefined ? '' : `,"_key64":"${key}"`;
  return `${JSON.stringify(own).slice(0, -1)},${metadataText(contract, origin)}${keyText}}`;
}
