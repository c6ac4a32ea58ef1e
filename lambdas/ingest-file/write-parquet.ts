import { NumberText } from '../shared/gate/number-text';
import { scan } from '../shared/gate/scan';
import { parquetOf } from '../shared/parquet';

export interface BronzeColumn {
  readonly name: string;
  readonly type: 'string' | 'bigint';
}
type Members = ReadonlyMap<string, unknown>;

/** The gate's rows are flat: texts, and counters that may need all 64 bits. */
function membersOf(row: string): Members {
  const { value } = scan(row);
  if (value instanceof Map) return value;
  throw new Error('the gate gave a row that is no JSON object');
}

function textOf(members: Members, name: string): string | null {
  const value = members.get(name) ?? null;
  if (value === null || typeof value === 'string') return value;
  if (value instanceof NumberText) return value.text;
  throw new Error(`the gate gave neither text nor number in column ${name}`);
}

/**
 * One Parquet object of exactly these columns: strings and bigints, all nullable, snappy.
 * The same rows give the same bytes.
 * @param rows one-line JSON objects, as the gate gives them
 */
export function writeParquet(
  rows: readonly string[],
  columns: readonly BronzeColumn[],
): Uint8Array {
  const records = rows.map(membersOf);
  return parquetOf(
    columns.map(({ name, type }) => {
      const texts = records.map((members) => textOf(members, name));
      if (type === 'string') return { name, type, values: texts };
      return { name, type, values: texts.map((text) => (text === null ? null : BigInt(text))) };
    }),
  );
}
