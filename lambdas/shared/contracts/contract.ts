/** What a contract is made of. A dataset's one definition is a `Contract` value; everything else is derived. */

export type PiiClass = 'none' | 'token' | 'card' | 'restricted';
/** Tokens of one domain join with each other; each domain has a subkey of its own. */
export type TokenDomain = 'customer' | 'account' | 'card' | 'email';

interface FieldCommon {
  /** One sentence for the dictionary. */
  readonly about: string;
  readonly required?: boolean;
  readonly pii?: PiiClass;
}
export interface TextField extends FieldCommon {
  readonly kind: 'text';
  /** Of `pii: 'token'` and `'card'` fields: whose subkey makes the token. */
  readonly domain?: TokenDomain;
  /** In UTF-16 code units. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** ECMAScript pattern, linear in the length of its input. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}
/** Money and quantities: a decimal string, or a JSON number of at most 15 significant digits. */
export interface DecimalField extends FieldCommon {
  readonly kind: 'decimal';
  readonly precision: number;
  readonly scale: number;
  readonly min?: string;
  readonly max?: string;
}
export interface IntegerField extends FieldCommon {
  readonly kind: 'integer';
  readonly min?: number;
  readonly max?: number;
}
export interface BooleanField extends FieldCommon {
  readonly kind: 'boolean';
}
/** Strict RFC 3339 with an offset; stored as UTC with milliseconds. */
export interface InstantField extends FieldCommon {
  readonly kind: 'instant';
}
/** `YYYY-MM-DD`. */
export interface DateField extends FieldCommon {
  readonly kind: 'date';
}
/** A code of a reference list that ships with the gate. */
export interface CodeField extends FieldCommon {
  readonly kind: 'code';
  readonly list: 'currency' | 'country' | 'time_zone';
}
/** A list of flat objects; canonical JSON text in bronze. */
export interface ListField extends FieldCommon {
  readonly kind: 'list';
  readonly maxItems: number;
  readonly fields: Readonly<Record<string, ScalarField>>;
}
/** Free keys with text values; canonical JSON text in bronze. */
export interface MapField extends FieldCommon {
  readonly kind: 'map';
  readonly maxKeys: number;
  readonly maxLength: number;
}
export type ScalarField =
  TextField | DecimalField | IntegerField | BooleanField | InstantField | DateField | CodeField;
export type Field = ScalarField | ListField | MapField;

export interface Contract {
  /** snake_case singular; the bronze table's name is `table`. */
  readonly name: string;
  /** Bronze table and dataset folder, e.g. `transactions`. Also the key of `contracts`. */
  readonly table: string;
  readonly version: number;
  readonly about: string;
  /** `stream`: Kinesis and files. `reference`: files only. */
  readonly kind: 'stream' | 'reference';
  /** What the stream is called, where it is not the table; `streamOf` answers for all. */
  readonly stream?: string;
  /** Partition column of bronze. */
  readonly partition: 'business_date' | 'arrival_date';
  /** Fields that identify one thing. */
  readonly key: readonly string[];
  /** Order of versions of one key: the newest wins. Absent for append-only facts. */
  readonly newestBy?: string;
  /** Instant at which it happened: the business date is its local day. Required with that partition. */
  readonly happenedAt?: string;
  /** Unknown fields are rejected in every environment: what else is said of a person is personal. */
  readonly unknownFields?: 'refused';
  readonly retentionDays: { readonly bronze: number; readonly quarantine: number };
  readonly fields: Readonly<Record<string, Field>>;
  /** Names of the rules of lambdas/shared/gate/rules that judge whole records, in order. */
  readonly rules: readonly string[];
}

/** Name of the stream that carries a contract. */
export const streamOf = ({ stream, table }: Pick<Contract, 'stream' | 'table'>): string =>
  stream ?? table;
