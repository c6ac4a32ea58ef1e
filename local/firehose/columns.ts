/** Hive types that delivery tables have. */
export type ColumnKind = 'string' | 'bigint' | 'int' | 'double' | 'boolean';
export interface Column {
  /** Lower case. */
  readonly name: string;
  readonly kind: ColumnKind;
}

const KINDS: readonly ColumnKind[] = ['string', 'bigint', 'int', 'double', 'boolean'];

/** @throws Error for a type that conversion does not know */
export function columnKind(type: string): ColumnKind {
  const kind = KINDS.find((known) => known === type.toLowerCase());
  if (!kind)
    throw new Error(`column type ${type} of a delivery table is not served: ${KINDS.join(', ')}`);
  return kind;
}
