import type { Contract } from '../contracts/contract';
import type { GateSettings } from '../settings';
import { bronzeRow, flagOf, keyOf } from './accept';
import { businessDateOf } from './business-date';
import { decode } from './decode';
import { DAY_MS, formatDay } from './instant';
import type { Origin } from './origin';
import { pathText } from './path';
import { readRecord, type RecordReading } from './read-record';
import { MAX_REASONS, type Reason, type ReasonCode, type WarningCode } from './reasons';
import { quarantineRow } from './reject';
import { RULES } from './rules';
import { isObject, type Json, scan } from './scan';
import { TokenCache } from './token-cache';
import type { Tokens } from './tokens';

export type { Origin } from './origin';
export type { Reason } from './reasons';
export type { Tokens } from './tokens';

/** Raised when the gate's answer for the same bytes changes: files are then taken in again. */
export const GATE_VERSION = '1';

export type Verdict =
  | {
      readonly accepted: true;
      /** `YYYY-MM-DD` */
      readonly partition: string;
      /** One line of JSON: texts, small counters as numbers, `_key64` as text since it has 64 bits. */
      readonly row: string;
    }
  | {
      readonly accepted: false;
      /** Arrival date, UTC. */
      readonly partition: string;
      readonly reasons: readonly Reason[];
      /** The quarantine row. */
      readonly row: string;
    };

export interface GateOptions {
  readonly settings: GateSettings;
  readonly tokens: Tokens;
  /** Epoch milliseconds: when the record arrived. */
  readonly now: () => number;
}
export interface Gate {
  /** @param found reasons that were found before: what a source mapping could not read of the record */
  judge(bytes: Uint8Array, origin: Origin, found?: readonly Reason[]): Verdict;
}

/** Everything that one judgement gathers. */
interface Case {
  readonly origin: Origin;
  readonly length: number;
  readonly now: number;
  readonly reasons: Reason[];
  readonly warnings: WarningCode[];
  value?: Json;
  reading?: RecordReading;
}

class ContractGate implements Gate {
  private readonly tokens: TokenCache;

  constructor(
    private readonly contract: Contract,
    private readonly options: GateOptions,
  ) {
    this.tokens = new TokenCache(options.tokens);
  }

  judge(bytes: Uint8Array, origin: Origin, found: readonly Reason[] = []): Verdict {
    const now = this.options.now();
    const reasons = found.slice(0, MAX_REASONS);
    const record: Case = { origin, length: bytes.length, now, reasons, warnings: [] };
    try {
      this.examine(bytes, record);
      return record.reasons.length === 0 ? this.accept(record) : this.reject(record);
    } catch {
      // One record that breaks the gate must not cost its batch; its message could quote a value.
      return this.reject({ origin, length: bytes.length, now, reasons: [FAULT], warnings: [] });
    }
  }

  private report(record: Case, code: ReasonCode, path: string, detail?: string): void {
    if (record.reasons.length >= MAX_REASONS) return;
    record.reasons.push(detail === undefined ? { code, path } : { code, path, detail });
  }

  private examine(bytes: Uint8Array, record: Case): void {
    const { text, fault } = decode(bytes);
    if (fault !== undefined) return this.report(record, fault, '');
    const { value, findings } = scan(text);
    for (const { code, segments, detail } of findings) {
      this.report(record, code, pathText(this.contract, segments), detail);
    }
    if (value === undefined) return;
    if (!isObject(value)) return this.report(record, 'record.not_object', '');
    record.value = value;
    const report = (code: ReasonCode, path: string, detail?: string): void =>
      this.report(record, code, path, detail);
    const isStrict = this.options.settings.schemaMode === 'strict';
    record.reading = readRecord(value, this.contract, { isStrict, report });
    this.applyRules(record.reading, record, report);
  }

  private applyRules(
    reading: RecordReading,
    { origin, now, warnings }: Case,
    report: (code: ReasonCode, path: string, detail?: string) => void,
  ): void {
    const { settings } = this.options;
    const warn = (code: WarningCode): void => void warnings.push(code);
    const context = { settings, door: origin.door, now, report, warn };
    for (const name of this.contract.rules) RULES[name]?.(reading, context);
  }

  private accept({ reading, origin, now, warnings }: Case): Verdict {
    if (reading === undefined) throw new Error('accepted without a reading');
    const { contract, tokens } = this;
    const partition =
      contract.partition === 'business_date'
        ? businessDateOf(reading, this.options.settings, origin.timeZone)
        : arrivalDate(now);
    if (partition === undefined) throw new Error('accepted without a business date');
    const flag = flagOf(warnings);
    return {
      accepted: true,
      partition,
      row: bronzeRow(contract, reading, { origin, tokens, flag }),
    };
  }

  private reject({ origin, length, now, reasons, value, reading }: Case): Verdict {
    const key = reading === undefined ? undefined : this.keyIfClean(reading, reasons);
    const row = quarantineRow({
      contract: this.contract,
      origin,
      length,
      reasons,
      ...(value === undefined ? {} : { value }),
      ...(reading === undefined ? {} : { reading }),
      ...(key === undefined ? {} : { key }),
    });
    return { accepted: false, partition: arrivalDate(now), reasons, row };
  }

  /** A key with a fault is not hashed: it may be a card number in the wrong place. */
  private keyIfClean(reading: RecordReading, reasons: readonly Reason[]): string | undefined {
    const { key } = this.contract;
    const isClean = key.every(
      (name) => reading.columns.has(name) && reasons.every(({ path }) => path !== name),
    );
    return isClean ? keyOf(this.contract, reading.columns, this.tokens) : undefined;
  }
}

const FAULT: Reason = { code: 'gate.fault', path: '' };
const arrivalDate = (now: number): string => formatDay(Math.floor(now / DAY_MS));

/**
 * The one gate of both doors: bytes in, a bronze row or a quarantine row with every reason out.
 * It never throws and keeps no state but caches.
 */
export const createGate = (contract: Contract, options: GateOptions): Gate =>
  new ContractGate(contract, options);
