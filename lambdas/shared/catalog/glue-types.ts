/** Names of Athena's types that the Glue catalogue calls otherwise. */
const NAMES: Readonly<Record<string, string>> = {
  varchar: 'string',
  integer: 'int',
  real: 'float',
  varbinary: 'binary',
};

/**
 * The catalogue's name of an Athena type, e.g. `array(row(id varchar, n integer))` →
 * `array<struct<id:string,n:int>>`.
 * https://docs.aws.amazon.com/athena/latest/ug/data-types.html
 */
export function glueType(type: string): string {
  const text = type.trim();
  const match = /^([a-z]+)\s*\((.*)\)$/.exec(text);
  const [, name = '', inner = ''] = match ?? [];
  if (match === null) return NAMES[text] ?? text;
  if (name === 'timestamp') return 'timestamp';
  if (name === 'array') return `array<${glueType(inner)}>`;
  if (name === 'map') return `map<${splitTop(inner).map(glueType).join(',')}>`;
  if (name === 'row') return `struct<${splitTop(inner).map(member).join(',')}>`;
  return `${name}(${inner.replaceAll(' ', '')})`;
}

function member(text: string): string {
  const [, name = '', type = ''] = /^(\S+)\s+(.*)$/.exec(text.trim()) ?? [];
  return `${name}:${glueType(type)}`;
}

/** Splits at commas that stand in no brackets. */
function splitTop(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '(') depth += 1;
    if (char === ')') depth -= 1;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}
