import type { Contract } from '../contracts/contract';
import { bronzeRow, flagOf, keyOf } from './accept';
import { businessDateOf } from './business-date';
import { decode, decodeAscii, type Decoded } from './decode';
import { arrivalDate } from './instant';
import type { Origin } from './origin';
import { pathText } from './path';
import { QuickPath } from './quick-path';
import { readRecord, type RecordReading } from './read-record';
import { MAX_REASONS, type Reason, type ReasonCode, type WarningCode } from './reasons';
import { quarantineRow } from './reject';
import { RULES } from './rules';
import { isObject, type Json, scan } from './scan';
import { TokenCache } from './token-cache';
import type { Gate, GateOptions, Verdict } from './verdict';

export type { Origin } from './origin';
export type { Reason } from './reasons';
export type { Tokens } from './tokens';
export type { Gate, GateOptions, Verdict } from './verdict';

/** Raised when the gate's answer for the same bytes changes: files are then taken in again. */
export const GATE_VERSION = '3';

const FAULT: Reason = { code: 'gate.fault', path: '' };
const NONE: readonly Reason[] = [];

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
  private readonly quick: QuickPath;

  constructor(
    private readonly contract: Contract,
    private readonly options: GateOptions,
  ) {
    this.tokens = new TokenCache(options.tokens);
    this.quick = new QuickPath(contract, options.settings, this.tokens, options.isCanonical);
  }

  judge(bytes: Uint8Array, origin: Origin, found: readonly Reason[] = []): Verdict {
    return this.verdict(decode(bytes), bytes.length, origin, found);
  }

  judgeAscii(text: string, origin: Origin): Verdict {
    return this.verdict(decodeAscii(text), text.length, origin, NONE);
  }

  private verdict(
    decoded: Decoded,
    length: number,
    origin: Origin,
    found: readonly Reason[],
  ): Verdict {
    const now = this.options.now();
    try {
      const isClean = decoded.text !== undefined && found.length === 0;
      const quick = isClean ? this.quick.judge(decoded.text, origin, now) : undefined;
      if (quick !== undefined) return quick;
      const reasons = found.slice(0, MAX_REASONS);
      const record: Case = { origin, length, now, reasons, warnings: [] };
      this.examine(decoded, record);
      return record.reasons.length === 0 ? this.accept(record) : this.reject(record);
    } catch {
      // One record that breaks the gate must not cost its batch; its message could quote a value.
      return this.reject({ origin, length, now, reasons: [FAULT], warnings: [] });
    }
  }

  private report(record: Case, code: ReasonCode, path: string, detail?: string): void {
    if (record.reasons.length >= MAX_REASONS) return;
    record.reasons.push(detail === undefined ? { code, path } : { code, path, detail });
  }

  private examine({ text, fault }: Decoded, record: Case): void {
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
    const { contract, options } = this;
    const isStrict =
      options.settings.schemaMode === 'strict' || contract.unknownFields === 'refused';
    record.reading = readRecord(value, contract, { isStrict, report });
    this.applyRules(record.reading, record, report);
  }

  private applyRules(
    reading: RecordReading,
    { origin, now, warnings }: Case,
    report: (code: ReasonCode, path: string, detail?: string) => void,
  ): void {
    const { contract, options } = this;
    const { settings } = options;
    const warn = (code: WarningCode): void => void warnings.push(code);
    const context = { contract, settings, door: origin.door, now, report, warn };
    for (const name of contract.rules) RULES[name]?.(reading, context);
  }

  private accept({ reading, origin, now, warnings }: Case): Verdict {
    if (reading === undefined) throw new Error('accepted without a reading');
    const { contract, tokens } = this;
    const partition =
      contract.partition === 'business_date'
        ? businessDateOf(contract, reading, this.options.settings, origin.timeZone)
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

/**
 * The one gate of both doors: bytes in, a bronze row or a quarantine row with every reason out.
 * It never throws and keeps no state but caches.
 */
export const createGate = (contract: Contract, options: GateOptions): Gate =>
  new ContractGate(contract, options);
