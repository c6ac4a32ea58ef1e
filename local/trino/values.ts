import { javaDouble } from '../athena/values';

/** A type of Trino as Athena's API names it: timestamps without digits, text without length. */
export function apiType(type: string): string {
  const lower = type.toLowerCase();
  if (lower.startsWith('varchar')) return 'varchar';
  if (lower.startsWith('decimal')) return lower.replaceAll(' ', '');
  if (lower.startsWith('timestamp')) return lower.replace(/\(\d+\)/, '');
  if (lower === 'real') return 'float';
  return /^(array|map|row)\(/.exec(lower)?.[1] ?? lower;
}

/** A value of Trino's JSON as Athena prints it. */
export function printed(value: unknown, type: string): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return printedList(value, type);
  if (typeof value === 'object') {
    const inner = type.slice(type.indexOf(',') + 1, -1).trim();
    const entries = Object.entries(value);
    return `{${entries.map(([key, item]) => `${key}=${printed(item, inner)}`).join(', ')}}`;
  }
  if (type === 'double' || type === 'real') return javaDouble(Number(value));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (type === 'varbinary') {
    const bytes = [...Buffer.from(text, 'base64')];
    return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  }
  return type === 'timestamp(0)' ? `${text}.000` : text;
}

function printedList(value: readonly unknown[], type: string): string {
  if (!type.startsWith('row(')) {
    return `[${value.map((item) => printed(item, type.slice(6, -1))).join(', ')}]`;
  }
  const names = type
    .slice(4, -1)
    .split(',')
    .map((field) => field.trim().split(' ')[0] ?? '');
  return `{${value.map((item, at) => `${names[at]}=${printed(item, '')}`).join(', ')}}`;
}

/** A row as Athena's CSV and API have it. */
export const printedRow = (
  row: readonly unknown[],
  columns: readonly { readonly type: string }[],
): readonly (string | null)[] =>
  row.map((value, at) => (value === null ? null : printed(value, columns[at]?.type ?? '')));
