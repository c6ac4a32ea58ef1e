/** Pieces of Trino that DuckDB's own functions do not give; all pure. */

/** Numbers as tagged strings, so that a JSON text keeps `12.50` and 20-digit integers as they are spelled. */
const TAG = '\u0001';
const spelled = (text: string): string =>
  text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (found) =>
    found.startsWith('"') ? found : `"\\u0001${found}"`,
  );

/** The number at a path (`$.a[1]."b c"`) as it is spelled in the text. */
export function jsonNumber(text: string, path: string): string {
  let value: unknown = JSON.parse(spelled(text));
  for (const [, name, quoted, index] of path.matchAll(/\.([A-Za-z0-9_]+)|\."([^"]*)"|\[(\d+)\]/g)) {
    const key = name ?? quoted ?? index ?? '';
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  return typeof value === 'string' ? value.replace(TAG, '') : '';
}

/** A JSON text as Trino's json_format gives it: no blanks, keys in order. */
export function canonicalJson(text: string): string {
  const write = (value: unknown): string => {
    if (typeof value === 'string' && value.startsWith(TAG)) return value.slice(1);
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${write(item)}`).join(',')}}`;
  };
  return write(JSON.parse(spelled(text)));
}
