import { javaDouble } from '../../local/athena/values';

export interface RealValue {
  readonly expression: string;
  /** Trino's JSON, or the error's name. */
  readonly value: unknown;
  readonly type: string;
  readonly error?: string;
}

/** Lines `expression => json :type` or `expression => ERR NAME: message`. */
export function readExpressions(text: string): readonly RealValue[] {
  return text
    .split('\n')
    .filter((line) => line.includes(' => '))
    .map((line) => {
      const at = line.indexOf(' => ');
      const expression = line.slice(0, at);
      const rest = line.slice(at + 4);
      const [, error] = /^ERR ([A-Z_]+)/.exec(rest) ?? [];
      if (error !== undefined) return { expression, value: null, type: '', error };
      const split = rest.lastIndexOf(' :');
      const value: unknown = JSON.parse(rest.slice(0, split));
      return { expression, value, type: rest.slice(split + 2) };
    });
}

/** What Athena's API would print: `value type`, `NULL`, or the error's name. */
export function expectedOutcome({ value, type, error }: RealValue): string {
  if (error !== undefined) return error;
  return value === null ? 'NULL' : `${printed(value, type)} ${apiType(type)}`;
}

/** Athena maps every timestamp to milliseconds and shows no length of a varchar. */
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
  if (type === 'double' && typeof value === 'number') return javaDouble(value);
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
