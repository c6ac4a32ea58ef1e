import type { Contract, Field } from '../contracts/contract';

/** Bounds of a field in a few words. */
function boundsOf(field: Field): string {
  switch (field.kind) {
    case 'text':
      return (
        field.values?.join(', ') ?? `${field.minLength ?? 0}–${field.maxLength ?? '∞'} characters`
      );
    case 'decimal':
      return `decimal(${field.precision},${field.scale})${field.min === undefined ? '' : ` ≥ ${field.min}`}${
        field.max === undefined ? '' : ` ≤ ${field.max}`
      }`;
    case 'integer':
      return `${field.min ?? '−∞'}–${field.max ?? '∞'}`;
    case 'code':
      return { currency: 'ISO 4217', country: 'ISO 3166 alpha-2', time_zone: 'IANA' }[field.list];
    case 'list':
      return `at most ${field.maxItems} elements`;
    case 'map':
      return `at most ${field.maxKeys} keys`;
    case 'instant':
      return 'RFC 3339 with an offset';
    case 'date':
      return 'YYYY-MM-DD';
    case 'boolean':
      return 'true or false';
  }
}

/** A bar would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

function rowsOf(name: string, field: Field): readonly string[] {
  const need = field.required === true ? 'required' : '';
  const cells = [
    `\`${name}\``,
    field.kind,
    boundsOf(field),
    need,
    field.pii ?? 'none',
    field.about,
  ];
  const nested =
    field.kind === 'list'
      ? Object.entries(field.fields).flatMap(([member, inner]) =>
          rowsOf(`${name}[].${member}`, inner),
        )
      : [];
  return [`| ${cells.map(cell).join(' | ')} |`, ...nested];
}

/** The data dictionary of a contract: a Markdown section with one row per field. */
export const dictionaryOf = (contract: Contract): string =>
  [
    `## ${contract.table} (${contract.name} v${contract.version})`,
    '',
    contract.about,
    `Key: ${contract.key.join(', ')}. Partition: ${contract.partition}.`,
    '',
    '| field | kind | form | need | personal data | meaning |',
    '|---|---|---|---|---|---|',
    ...Object.entries(contract.fields).flatMap(([name, field]) => rowsOf(name, field)),
    '',
  ].join('\n');
