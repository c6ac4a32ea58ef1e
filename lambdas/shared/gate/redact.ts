import type { Contract, Field, ScalarField } from '../contracts/contract';
import { looksLikeCard } from './cards';
import { NumberText } from './number-text';
import { readScalar } from './read-scalar';
import { isList, isObject, type Json, type JsonObject } from './scan';

export interface Shown {
  readonly type: string;
  /** Characters of a text, elements of a list, members of an object. */
  readonly length?: number;
  /** Only of a field that passed, holds no personal data and is a plain word, number or time. */
  readonly value?: string;
  readonly elements?: readonly Readonly<Record<string, Shown>>[];
}

/** No `@`, no spaces: neither addresses nor sentences. */
const PLAIN = /^[A-Za-z0-9_.:/+#-]{1,64}$/;
const MAX_ELEMENTS_SHOWN = 10;

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  return value instanceof NumberText ? 'number' : typeof value;
}

function sizeOf(value: Json): number | undefined {
  if (typeof value === 'string' || isList(value)) return value.length;
  return isObject(value) ? value.size : undefined;
}

const outline = (value: Json): Shown => {
  const length = sizeOf(value);
  return length === undefined ? { type: typeOf(value) } : { type: typeOf(value), length };
};

function scalar(value: Json, field: ScalarField, isFaulty: boolean): Shown {
  const shown = outline(value);
  if (isFaulty || (field.pii ?? 'none') !== 'none') return shown;
  const reading = readScalar(value, field);
  const text = reading.fault === undefined ? reading.text : '';
  return PLAIN.test(text) && !looksLikeCard(text) ? { ...shown, value: text } : shown;
}

class Redaction {
  constructor(private readonly faulty: readonly string[]) {}

  private isFaulty(path: string): boolean {
    return this.faulty.some(
      (other) => other === path || other.startsWith(`${path}.`) || other.startsWith(`${path}[`),
    );
  }

  members(
    object: JsonObject,
    fields: Readonly<Record<string, Field>>,
    parent: string,
  ): Readonly<Record<string, Shown>> {
    const shown: Record<string, Shown> = {};
    for (const [name, field] of Object.entries(fields)) {
      const value = object.get(name);
      if (value !== undefined) shown[name] = this.field(value, field, parent + name);
    }
    const strangers = [...object.keys()].filter((name) => !Object.hasOwn(fields, name)).length;
    if (strangers > 0) shown['?'] = { type: 'unknown', length: strangers };
    return shown;
  }

  private field(value: Json, field: Field, path: string): Shown {
    if (field.kind === 'map') return outline(value);
    if (field.kind !== 'list') return scalar(value, field, this.isFaulty(path));
    if (!isList(value)) return outline(value);
    const elements = value
      .slice(0, MAX_ELEMENTS_SHOWN)
      .map((element, at) =>
        isObject(element) ? this.members(element, field.fields, `${path}[${at}].`) : {},
      );
    return { ...outline(value), elements };
  }
}

/**
 * What may be shown of a rejected record, by allow-list: known names, types, lengths, and the values of
 * fields that passed. Nothing else: the bytes are in the archive, under another key.
 * @param faulty paths of the reasons
 */
export const redact = (
  record: JsonObject,
  contract: Contract,
  faulty: readonly string[],
): Readonly<Record<string, Shown>> => new Redaction(faulty).members(record, contract.fields, '');
