import type { NumberStyle } from './decimal';
import type { Place } from './mapping-place';

export const FORMATS = ['csv', 'fixed', 'ndjson', 'json', 'parquet', 'xlsx'] as const;
export type Format = (typeof FORMATS)[number];
export const CHARSETS = ['utf-8', 'latin-1', 'windows-1252', 'utf-16'] as const;
export type Charset = (typeof CHARSETS)[number];

/** A named column; positions (1-based, in characters) are for fixed width only. */
export interface FileColumn {
  readonly name: string;
  readonly at?: number;
  readonly width?: number;
}
/** How the bytes of a file become rows. */
export interface FileShape extends NumberStyle {
  /** Absent: by the name's ending. */
  readonly format?: Format;
  readonly charset: Charset;
  /** Absent: comma, semicolon, tab or bar, whichever the first line has most of. */
  readonly delimiter?: string;
  /** `none`: quotes are ordinary characters. */
  readonly quote: string;
  /** Escapes a quote inside a quoted cell: the quote itself, or a backslash. */
  readonly escape: string;
  /** Whether the first row names the columns. */
  readonly header: boolean;
  readonly columns?: readonly FileColumn[];
  readonly skipLines: number;
  /** Texts that mean "no value", besides the empty one. */
  readonly missing: readonly string[];
  /** Sheet of a workbook: name, or number from 1. */
  readonly sheet?: string;
  /** File inside a zip archive: its name, `*` stands for any text. */
  readonly member?: string;
}

const WORDS = [
  'format',
  'charset',
  'delimiter',
  'quote',
  'escape',
  'header',
  'columns',
  'skip_lines',
  'missing',
  'decimal',
  'thousands',
  'sheet',
  'member',
];

function columnOf(place: Place): FileColumn | undefined {
  if (place.kind === 'text') return { name: place.text() ?? '' };
  const members = place.members(['name', 'at', 'width']);
  const name = members.get('name')?.text();
  if (name === undefined) {
    place.fault('a column needs a name: {name: amount, width: 8}');
    return undefined;
  }
  const [at, width] = [members.get('at')?.wholeNumber(), members.get('width')?.wholeNumber()];
  return { name, ...(at !== undefined && { at }), ...(width !== undefined && { width }) };
}

function delimiterOf(place: Place | undefined): string | undefined {
  const text = place?.text();
  if (text === undefined) return undefined;
  if (text === 'tab' || text === '\\t') return '\t';
  // Beyond ASCII a cell could contain the delimiter's bytes.
  if (!/^[\x20-\x7e\t\x01-\x1f]{1,4}$/.test(text)) {
    place?.fault('a delimiter is 1 to 4 ASCII characters, or tab');
  }
  return text;
}

function checkWidths(columns: readonly FileColumn[], place: Place | undefined): void {
  if (columns.length === 0 || columns.some(({ width }) => width === undefined || width === 0)) {
    place?.fault('format fixed needs columns with widths: [{name: amount, width: 8}, …]');
  }
}

/**
 * @param places the top-level `file`, then the dataset's own, whose words win
 */
export function readFileShape(places: readonly Place[]): FileShape {
  const members = new Map<string, Place>();
  for (const place of places) for (const entry of place.members(WORDS)) members.set(...entry);
  const format = members.get('format')?.oneOf(FORMATS);
  const delimiter = delimiterOf(members.get('delimiter'));
  const columns = members
    .get('columns')
    ?.list()
    .flatMap((place) => columnOf(place) ?? []);
  if (format === 'fixed') checkWidths(columns ?? [], members.get('columns') ?? places.at(-1));
  const [thousands, sheet] = [members.get('thousands')?.text(), members.get('sheet')?.text()];
  const member = members.get('member')?.text();
  const quote = members.get('quote')?.text() ?? '"';
  return {
    charset: members.get('charset')?.oneOf(CHARSETS) ?? 'utf-8',
    quote,
    escape: members.get('escape')?.text() ?? quote,
    header: members.get('header')?.flag() ?? columns === undefined,
    skipLines: members.get('skip_lines')?.wholeNumber() ?? 0,
    missing: members.get('missing')?.texts() ?? [],
    decimal: members.get('decimal')?.oneOf(['.', ',']) ?? '.',
    ...(format !== undefined && { format }),
    ...(delimiter !== undefined && { delimiter }),
    ...(columns !== undefined && { columns }),
    ...(thousands !== undefined && { thousands }),
    ...(sheet !== undefined && { sheet }),
    ...(member !== undefined && { member }),
  };
}
