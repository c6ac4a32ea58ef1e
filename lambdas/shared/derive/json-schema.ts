import type { Contract, DecimalField, Field, ScalarField, TextField } from '../contracts/contract';
import { MAX_MAP_KEY } from '../gate/limits';

export type JsonSchema = Readonly<Record<string, unknown>>;

const defined = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));

/** Optional fields may be null, which means absent. */
const typed = (type: string | readonly string[], field: Field, rest: JsonSchema): JsonSchema => {
  const types = typeof type === 'string' ? [type] : type;
  const all = field.required === true ? types : [...types, 'null'];
  return { description: field.about, type: all.length === 1 ? all[0] : all, ...defined(rest) };
};

function decimalPattern({ precision, scale, min }: DecimalField): string {
  const sign = min !== undefined && !min.startsWith('-') ? '' : '-?';
  return `^${sign}(?:0|[1-9][0-9]{0,${precision - scale - 1}})(?:\\.[0-9]{1,${scale}})?$`;
}

function textSchema(field: TextField): JsonSchema {
  const { values, minLength, maxLength, pattern } = field;
  if (values === undefined) return typed('string', field, { minLength, maxLength, pattern });
  return typed('string', field, { enum: field.required === true ? values : [...values, null] });
}

const CODE_PATTERNS = {
  currency: '^[A-Z]{3}$',
  country: '^[A-Z]{2}$',
  time_zone: '^[A-Za-z][A-Za-z0-9/_+-]*$',
} as const;

/** The exact form of instants, dates and codes is the gate's: formats and lists are named, not spelled. */
function scalarSchema(field: ScalarField): JsonSchema {
  switch (field.kind) {
    case 'text':
      return textSchema(field);
    case 'decimal':
      return typed(['string', 'number'], field, { pattern: decimalPattern(field) });
    case 'integer':
      return typed('integer', field, { minimum: field.min, maximum: field.max });
    case 'boolean':
      return typed('boolean', field, {});
    case 'instant':
      return typed('string', field, { format: 'date-time' });
    case 'date':
      return typed('string', field, { format: 'date' });
    case 'code':
      return typed('string', field, { pattern: CODE_PATTERNS[field.list] });
  }
}

const objectSchema = (fields: Readonly<Record<string, Field>>): JsonSchema => ({
  required: Object.entries(fields).flatMap(([name, { required }]) => (required ? [name] : [])),
  properties: Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)]),
  ),
});

function fieldSchema(field: Field): JsonSchema {
  if (field.kind === 'list') {
    const items = { type: 'object', ...objectSchema(field.fields) };
    return typed('array', field, { maxItems: field.maxItems, items });
  }
  if (field.kind === 'map') {
    return typed('object', field, {
      maxProperties: field.maxKeys,
      propertyNames: { maxLength: MAX_MAP_KEY },
      additionalProperties: { type: 'string', maxLength: field.maxLength },
    });
  }
  return scalarSchema(field);
}

/**
 * JSON Schema (2020-12 vocabulary) of a contract's records as producers should send them: decimals
 * plain, booleans and integers as such. The gate also reads some looser spellings of the same values.
 */
export const jsonSchema = (contract: Contract): JsonSchema => ({
  title: contract.name,
  description: contract.about,
  type: 'object',
  ...objectSchema(contract.fields),
});

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What of a schema decides: without the texts for people, which validators would carry along. */
const bare = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(schema)
      .filter(([name, value]) => name !== 'description' || typeof value !== 'string')
      .map(([name, value]) => [name, isSchema(value) ? bare(value) : value]),
  );

/** The schema that validators are compiled of. */
export const validationSchema = (contract: Contract): JsonSchema => bare(jsonSchema(contract));
