import { DATABASE_TITLES } from './entries';
import type { ColumnEntry, TableEntry } from './entries';

/** Bars would end a cell, and angle brackets begin a tag. */
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const anchor = (name: string): string => name.replace('.', '');
const link = (name: string): string => `[${name}](#${anchor(name)})`;
const code = (text: string): string => `\`${text}\``;

const checksOf = ({ checks }: ColumnEntry): string =>
  checks
    .map(({ about, severity }) => (severity === 'warn' ? `${about} (warns)` : about))
    .join('; ');

function sectionOf(table: TableEntry): readonly string[] {
  const { title, grain, key, domain, built, reads, readBy, file, checks, columns } = table;
  const list = (names: readonly string[]): string => names.map(link).join(', ');
  return [
    `### ${table.name}`,
    '',
    `${title}.`.replace(/\.\.$/, '.'),
    '',
    `- **Grain**: ${grain}`,
    ...(key.length === 0 ? [] : [`- **Key**: ${key.map(code).join(', ')}`]),
    `- **Domain**: ${domain} · **owner**: ${table.owner}${table.warehouse ? ' · in the warehouse' : ''}`,
    `- **Built**: ${built}`,
    ...(reads.length === 0 ? [] : [`- **Reads**: ${list(reads)}`]),
    ...(readBy.length === 0 ? [] : [`- **Read by**: ${list(readBy)}`]),
    `- **Defined in**: [${file}](../${file})`,
    '',
    '| column | type | meaning | personal | checks |',
    '|---|---|---|---|---|',
    ...columns.map((column) =>
      row(code(column.name), column.type, column.about, column.pii ?? '', checksOf(column)),
    ),
    '',
    ...(checks.length === 0 ? [] : ['Checks of the whole table:', '']),
    ...checks.map(({ id, about, severity }) => `- ${code(id)} (${severity}): ${about}`),
    ...(checks.length === 0 ? [] : ['']),
  ];
}

/** docs/tables.md: every table with its columns, and nothing that a lake would have to tell. */
export function markdownOf(tables: readonly TableEntry[]): string {
  const databases = Object.entries(DATABASE_TITLES).flatMap(([database, title]) => {
    const own = tables.filter((table) => table.database === database);
    return own.length === 0 ? [] : [{ title, own }];
  });
  return [
    '# Tables',
    '',
    'Every table of the lake: what a row is, what each column means, what is checked before it is published.',
    '`npx sluice docs` writes this page from the headers of `sql/` and the contracts, and a browsable one with lineage',
    'and the last runs; a test fails when this one is stale. `npx sluice render <table>` prints the SQL of a table.',
    '',
    'Personal: `token` joins but tells nothing, `card` is what is left of a card number, `restricted` is a person in',
    'clear. A check stops the slice that fails it, which keeps its last rows; one that warns is reported.',
    '',
    ...databases.flatMap(({ title, own }) => [
      `**${title}**`,
      '',
      '| table | what it says | grain |',
      '|---|---|---|',
      ...own.map(({ name, title: about, grain }) => row(link(name), about, grain)),
      '',
    ]),
    ...databases.flatMap(({ title, own }) => [`## ${title}`, '', ...own.flatMap(sectionOf)]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}
