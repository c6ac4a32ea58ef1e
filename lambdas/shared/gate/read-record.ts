import type { Contract, Field, ListField, MapField, ScalarField } from '../contracts/contract';
import { canonicalJson } from './canonical-json';
import type { Facts } from './facts';
import { findCards } from './find-cards';
import { MAX_MAP_KEY } from './limits';
import { pathText } from './path';
import { readScalar } from './read-scalar';
import type { ReasonCode, Report } from './reasons';
import { isList, isObject, type Json, type JsonObject, type Segment } from './scan';

export interface RecordReading extends Facts {
  /** Canonical text by field, in the record's order: what bronze holds, but for tokens. */
  readonly columns: ReadonlyMap<string, string>;
  /** Fields that the contract does not know. */
  readonly extra: ReadonlyMap<string, Json>;
}
type Fields = Readonly<Record<string, Field>>;

/** Stands for a value that is there but wrong: no rule reads it, and none says that it is missing. */
const FAULTY = Symbol('faulty');

class Reader {
  readonly columns = new Map<string, string>();
  readonly values: Record<string, unknown> = {};
  readonly instants: Record<string, number> = {};
  readonly extra = new Map<string, Json>();

  constructor(
    private readonly contract: Contract,
    private readonly isStrict: boolean,
    private readonly report: Report,
  ) {}

  record(record: JsonObject): void {
    const { fields } = this.contract;
    for (const [name, value] of record) {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (field === undefined) this.unknown(this.extra, name, value, [name]);
      else if (value !== null) this.field(name, field, value);
    }
    this.missing(fields, record, []);
  }

  private fault(code: ReasonCode, segments: readonly Segment[], detail?: string): void {
    this.report(code, pathText(this.contract, segments), detail);
  }

  private missing(fields: Fields, object: JsonObject, segments: readonly Segment[]): void {
    for (const [name, field] of Object.entries(fields)) {
      const isAbsent = (object.get(name) ?? null) === null;
      if (field.required === true && isAbsent) this.fault('field.missing', [...segments, name]);
    }
  }

  private unknown(
    into: Map<string, Json>,
    name: string,
    value: Json,
    segments: readonly Segment[],
  ): void {
    if (this.isStrict) this.fault('field.unknown', segments);
    this.cards(name, segments);
    this.cards(value, segments);
    into.set(name, value);
  }

  private cards(value: Json, segments: readonly Segment[]): void {
    findCards(value, segments, (at) => this.fault('card.misplaced', at));
  }

  private field(name: string, field: Field, value: Json): void {
    this.values[name] = FAULTY;
    if (field.kind === 'list') this.list(name, field, value);
    else if (field.kind === 'map') this.map(name, field, value);
    else this.topScalar(name, field, value);
  }

  private topScalar(name: string, field: ScalarField, value: Json): void {
    const text = this.scalar(field, value, [name]);
    if (text === undefined) return;
    this.columns.set(name, text);
    this.values[name] = text;
  }

  private scalar(
    field: ScalarField,
    value: Json,
    segments: readonly Segment[],
  ): string | undefined {
    const reading = readScalar(value, field);
    const isCardField = field.kind === 'text' && field.pii === 'card';
    const isFreeText = field.kind === 'text' && field.values === undefined && !isCardField;
    if (isFreeText || (reading.fault !== undefined && !isCardField)) this.cards(value, segments);
    if (reading.fault !== undefined) {
      this.fault(reading.fault, segments, reading.detail);
      return undefined;
    }
    const [name] = segments;
    if (reading.ms !== undefined && segments.length === 1) this.instants[String(name)] = reading.ms;
    return reading.text;
  }

  private list(name: string, field: ListField, value: Json): void {
    if (!isList(value)) return this.wrong(name, value);
    if (value.length > field.maxItems) this.fault('list.too_long', [name]);
    const strangers = new Map<string, Json>();
    const elements = value.map((element, at) => {
      const extra = new Map<string, Json>();
      const known = this.element(field, element, [name, at], extra);
      if (extra.size > 0) strangers.set(String(at), extra);
      return known;
    });
    if (strangers.size > 0) this.extra.set(name, strangers);
    this.columns.set(name, JSON.stringify(elements));
    this.values[name] = elements;
  }

  /** The known members of one element, in the order of the contract. */
  private element(
    { fields }: ListField,
    value: Json,
    segments: readonly Segment[],
    extra: Map<string, Json>,
  ): Readonly<Record<string, string>> {
    const known: Record<string, string> = {};
    if (!isObject(value)) {
      this.fault('field.type', segments);
      this.cards(value, segments);
      return known;
    }
    for (const [name, member] of value) {
      if (!Object.hasOwn(fields, name)) this.unknown(extra, name, member, [...segments, name]);
    }
    for (const [name, field] of Object.entries(fields)) {
      const member = value.get(name) ?? null;
      if (member === null) continue;
      const text = this.scalar(field, member, [...segments, name]);
      if (text !== undefined) known[name] = text;
    }
    this.missing(fields, value, segments);
    return known;
  }

  private map(name: string, field: MapField, value: Json): void {
    if (!isObject(value)) return this.wrong(name, value);
    if (value.size > field.maxKeys) this.fault('map.too_many_keys', [name]);
    for (const [key, member] of value) {
      const path = [name, key];
      if (typeof member !== 'string') this.fault('field.type', path);
      else if (member.length > field.maxLength) this.fault('text.length', path);
      if (key.length > MAX_MAP_KEY) this.fault('text.length', path);
    }
    this.cards(value, [name]);
    this.columns.set(name, canonicalJson(value));
  }

  private wrong(name: string, value: Json): void {
    this.fault('field.type', [name]);
    this.cards(value, [name]);
  }
}

/**
 * Reads a record field by field and reports every violation, not the first one only.
 * What it returns is a row's content only when nothing was reported.
 */
export function readRecord(
  record: JsonObject,
  contract: Contract,
  options: { readonly isStrict: boolean; readonly report: Report },
): RecordReading {
  const reader = new Reader(contract, options.isStrict, options.report);
  reader.record(record);
  return reader;
}
