import {
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
} from '@duckdb/node-api';
import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';

/**
 * A double as Java prints it: `3.5`, `1.0E10`; with `scientific` as Trino casts it to varchar: always `1.0E0`.
 */
export function javaDouble(value: number, style: 'plain' | 'scientific' = 'plain'): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  const size = Math.abs(value);
  if (style === 'plain' && ((size >= 1e-3 && size < 1e7) || value === 0)) {
    const text = String(value);
    return text.includes('.') ? text : `${Object.is(value, -0) ? '-0' : text}.0`;
  }
  const [digits = '0', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}

const pad = (value: number, size = 2): string => String(value).padStart(size, '0');

/** `2026-01-05 12:34:56.789`; microseconds are cut, as Athena's timestamp(3) has none. */
export function instantText(micros: bigint): string {
  const millis = Number(micros / 1000n) - (micros < 0n && micros % 1000n !== 0n ? 1 : 0);
  return new Date(millis).toISOString().replace('T', ' ').replace('Z', '');
}

function intervalText({ months, days, micros }: DuckDBIntervalValue): string {
  if (months !== 0) {
    const sign = months < 0 ? '-' : '';
    return `${sign}${Math.trunc(Math.abs(months) / 12)}-${Math.abs(months) % 12}`;
  }
  const total = BigInt(days) * 86_400_000_000n + micros;
  const millis = Number((total < 0n ? -total : total) / 1000n);
  const rest = millis % 86_400_000;
  const clock = `${pad(Math.trunc(rest / 3_600_000))}:${pad(Math.trunc(rest / 60_000) % 60)}:${pad(Math.trunc(rest / 1000) % 60)}.${pad(rest % 1000, 3)}`;
  return `${total < 0n ? '-' : ''}${Math.trunc(millis / 86_400_000)} ${clock}`;
}

const bytesText = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** A value as Athena prints it in its CSV and in GetQueryResults. NULL inside lists, maps and rows is `null`. */
export function athenaText(value: DuckDBValue): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return String(value);
  if (value instanceof DuckDBTimestampValue) return instantText(value.micros);
  if (value instanceof DuckDBTimestampTZValue) return `${instantText(value.micros)} UTC`;
  if (value instanceof DuckDBDateValue || value instanceof DuckDBDecimalValue)
    return value.toString();
  if (value instanceof DuckDBBlobValue) return bytesText(value.bytes);
  if (value instanceof DuckDBIntervalValue) return intervalText(value);
  if (value instanceof DuckDBListValue) return `[${value.items.map(inner).join(', ')}]`;
  if (value instanceof DuckDBMapValue) {
    return `{${value.entries.map((entry) => `${inner(entry.key)}=${inner(entry.value)}`).join(', ')}}`;
  }
  if (value instanceof DuckDBStructValue) {
    const fields = Object.entries(value.entries);
    return `{${fields.map(([name, field]) => `${name}=${inner(field)}`).join(', ')}}`;
  }
  return String(value);
}
const inner = (value: DuckDBValue): string => athenaText(value) ?? 'null';

/** A printer for a column: doubles need their type, for JavaScript has one kind of number. */
export function printerOf(type: DuckDBType): (value: DuckDBValue) => string | null {
  const name = String(type);
  if (name === 'DOUBLE' || name === 'FLOAT') {
    return (value) => (typeof value === 'number' ? javaDouble(value) : null);
  }
  return athenaText;
}

const ATHENA_NAMES: Readonly<Record<string, string>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'tinyint',
  SMALLINT: 'smallint',
  INTEGER: 'integer',
  BIGINT: 'bigint',
  HUGEINT: 'bigint',
  UBIGINT: 'bigint',
  FLOAT: 'float',
  DOUBLE: 'double',
  VARCHAR: 'varchar',
  BLOB: 'varbinary',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
  INTERVAL: 'interval day to second',
  JSON: 'json',
  UUID: 'uuid',
  '"NULL"': 'unknown',
  SQLNULL: 'unknown',
};

/** The type's name in GetQueryResults' metadata: `decimal(18,4)`, `array(varchar)` shows as `array`. */
export function athenaType(type: DuckDBType): string {
  const name = type.alias ?? String(type);
  const scalar = ATHENA_NAMES[name];
  if (scalar !== undefined) return scalar;
  if (name.startsWith('DECIMAL(')) return name.toLowerCase().replaceAll(' ', '');
  if (name.endsWith(']')) return 'array';
  if (name.startsWith('MAP(')) return 'map';
  if (name.startsWith('STRUCT(')) return 'row';
  return name.toLowerCase();
}
