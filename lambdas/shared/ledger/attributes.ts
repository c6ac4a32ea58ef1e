import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What items store: JSON without dates or classes, and bytes. Members that are undefined are left out. */
export type Plain =
  | Uint8Array
  | string
  | number
  | boolean
  | null
  | readonly Plain[]
  | { readonly [name: string]: Plain | undefined };
export type Attributes = Record<string, AttributeValue>;

export function toAttribute(value: Plain): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: String(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: value };
  if (isList(value)) return { L: value.map(toAttribute) };
  return { M: toAttributes(value) };
}

export function toAttributes(members: { readonly [name: string]: Plain | undefined }): Attributes {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) attributes[name] = toAttribute(value);
  }
  return attributes;
}

/** @throws Error for sets of numbers or bytes, which nothing writes */
export function fromAttribute(attribute: AttributeValue): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.SS !== undefined) return attribute.SS;
  if (attribute.B !== undefined) return attribute.B;
  if (attribute.L !== undefined) return attribute.L.map(fromAttribute);
  if (attribute.M !== undefined) return fromAttributes(attribute.M);
  if (attribute.NULL !== undefined) return null;
  throw new Error(`ledger attribute of an unknown type: ${Object.keys(attribute).join(', ')}`);
}

export const fromAttributes = (attributes: Attributes): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)]),
  );

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value);
