import { Cursor, Stop } from './cursor';
import { FORBIDDEN_KEYS, MAX_DEPTH, MAX_ELEMENTS, MAX_KEYS } from './limits';
import { NumberText, numberFault } from './number-text';
import { MAX_REASONS, type ReasonCode } from './reasons';

export type JsonObject = ReadonlyMap<string, Json>;
export type Json = null | boolean | string | NumberText | readonly Json[] | JsonObject;

export const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
export const isObject = (value: Json): value is JsonObject => value instanceof Map;

export type Segment = string | number;
export interface Finding {
  readonly code: ReasonCode;
  readonly segments: readonly Segment[];
  readonly detail?: string;
}
export interface Scan {
  /** Absent when the text is not JSON or too deep to be read. */
  readonly value?: Json;
  readonly findings: readonly Finding[];
}

/** `\p{Surrogate}` in Unicode mode matches halves only. */
const LONE_SURROGATE = /\p{Surrogate}/u;

class Scanner {
  readonly findings: Finding[] = [];
  private readonly segments: Segment[] = [];

  constructor(private readonly cursor: Cursor) {}

  document(): Json {
    this.cursor.space();
    const value = this.value();
    this.cursor.space();
    if (!this.cursor.isAtEnd()) this.cursor.stop();
    return value;
  }

  private find(code: ReasonCode): void {
    if (this.findings.length >= MAX_REASONS) return;
    this.findings.push({ code, segments: [...this.segments] });
  }

  private value(): Json {
    const { cursor } = this;
    switch (cursor.peek()) {
      case '{':
        return this.object();
      case '[':
        return this.array();
      case '"':
        return this.string();
      case 't':
        return cursor.take('true') || cursor.stop();
      case 'f':
        return cursor.take('false') ? false : cursor.stop();
      case 'n':
        return cursor.take('null') ? null : cursor.stop();
      default:
        return this.number();
    }
  }

  private enter(bracket: string): void {
    this.cursor.take(bracket);
    this.cursor.space();
    if (this.segments.length >= MAX_DEPTH) this.cursor.stop('record.too_deep');
  }

  private object(): JsonObject {
    const { cursor, segments } = this;
    this.enter('{');
    const entries = new Map<string, Json>();
    if (cursor.take('}')) return entries;
    let keys = 0;
    do {
      cursor.space();
      segments.push('');
      const key = this.string();
      segments[segments.length - 1] = key;
      if (entries.has(key)) this.find('key.duplicate');
      if (FORBIDDEN_KEYS.has(key)) this.find('key.forbidden');
      cursor.space();
      if (!cursor.take(':')) cursor.stop();
      cursor.space();
      entries.set(key, this.value());
      segments.pop();
      cursor.space();
      keys += 1;
    } while (cursor.take(','));
    if (!cursor.take('}')) cursor.stop();
    if (keys > MAX_KEYS) this.find('record.too_many_keys');
    return entries;
  }

  private array(): readonly Json[] {
    const { cursor, segments } = this;
    this.enter('[');
    const elements: Json[] = [];
    if (cursor.take(']')) return elements;
    do {
      cursor.space();
      segments.push(elements.length);
      elements.push(this.value());
      segments.pop();
      cursor.space();
    } while (cursor.take(','));
    if (!cursor.take(']')) cursor.stop();
    if (elements.length > MAX_ELEMENTS) this.find('record.too_many_elements');
    return elements;
  }

  private number(): NumberText {
    const text = this.cursor.number();
    const fault = numberFault(text);
    if (fault !== undefined) this.find(fault);
    return new NumberText(text);
  }

  private string(): string {
    const text = this.cursor.string();
    if (LONE_SURROGATE.test(text)) this.find('string.lone_surrogate');
    return text;
  }
}

/**
 * Reads strict JSON and reports what `JSON.parse` hides: repeated and forbidden keys, half surrogates,
 * numbers that a double would change, and sizes. Numbers keep their source text.
 */
export function scan(text: string): Scan {
  const scanner = new Scanner(new Cursor(text));
  try {
    return { value: scanner.document(), findings: scanner.findings };
  } catch (fault) {
    if (!(fault instanceof Stop)) throw fault;
    const stopped = { code: fault.code, segments: [], detail: `position ${fault.position}` };
    return { findings: [...scanner.findings, stopped] };
  }
}
