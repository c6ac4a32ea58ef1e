import { parse } from 'csv-parse';
import { FileFault } from './faults';
import { byteLines } from './lines';
import type { FileColumn, FileShape } from './mapping-file';
import { openText, peek, streamOf } from './open-bytes';
import type { Cell, Table } from './rows';
import { tableOf, type Decode } from './tabular';

type Chunks = AsyncIterable<Uint8Array>;

const DELIMITERS = [',', ';', '\t', '|'];
const NOT_OF_CHARSET = Symbol('not of the charset');
const ASCII = /^[\x00-\x7f]*$/;

/** Windows-1252 from 0x80 to 0x9f; Node's own decoder reads these bytes as control characters. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const singleByte = (text: string): string =>
  text.replace(/[\x80-\x9f]/g, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80));

/** Decodes text that was read byte for byte, so that one bad cell costs its own row only. */
function decoderOf(isUtf8: boolean): Decode {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (cell) => {
    if (typeof cell !== 'string' || ASCII.test(cell)) return cell;
    if (!isUtf8) return singleByte(cell);
    try {
      return decoder.decode(Buffer.from(cell, 'latin1'));
    } catch (error) {
      if (error instanceof TypeError) return undefined;
      throw error;
    }
  };
}

/** The delimiter that the first line has most of, outside quotes. */
function delimiterOf(head: Buffer, { quote, skipLines }: FileShape): string {
  const line = head.toString('latin1').split('\n')[skipLines] ?? '';
  const bare = line
    .split(quote)
    .filter((_, at) => at % 2 === 0)
    .join('');
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** csv-parse's messages quote the input: ours name the place and the remedy instead. */
function csvFault(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('CSV_')) {
    return error;
  }
  const line = 'lines' in error ? ` near line ${String(error.lines)}` : '';
  const code = String(error.code).slice('CSV_'.length).toLowerCase().replaceAll('_', ' ');
  return new FileFault(
    `cannot be read as CSV${line} (${code}): check delimiter and quote; "quote: none" reads quotes as text`,
    { cause: error },
  );
}

async function* csvRecords(chunks: Chunks, shape: FileShape, rowBytes: number) {
  const [head, whole] = await peek(chunks, 65_536);
  const parser = parse({
    delimiter: shape.delimiter ?? delimiterOf(head, shape),
    quote: shape.quote === 'none' ? false : shape.quote,
    escape: shape.quote === 'none' ? false : shape.escape,
    encoding: 'latin1',
    record_delimiter: ['\r\n', '\n', '\r'].slice(0, head.includes(0x0a) ? 2 : 3),
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    from_line: shape.skipLines + 1,
    max_record_size: rowBytes,
  });
  const source = streamOf(whole);
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of source.pipe(parser) as AsyncIterable<readonly string[]>)
      yield record;
  } catch (error) {
    throw csvFault(error);
  } finally {
    source.destroy();
  }
}

export async function readCsv(bytes: Chunks, shape: FileShape, rowBytes: number): Promise<Table> {
  const { chunks, isUtf8 } = await openText(bytes, shape.charset);
  return tableOf(csvRecords(chunks, shape, rowBytes), shape, decoderOf(isUtf8));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** A column without a position follows the one before it. */
function spansOf(columns: readonly FileColumn[]): readonly Span[] {
  let next = 0;
  return columns.map(({ at, width = 0 }) => {
    const start = at === undefined ? next : at - 1;
    next = start + width;
    return { start, end: next };
  });
}

async function* fixedRecords(
  chunks: Chunks,
  { columns = [], skipLines, header }: FileShape,
  decode: Decode,
  rowBytes: number,
): AsyncGenerator<readonly Cell[]> {
  const spans = spansOf(columns);
  const last = Math.max(...spans.map(({ end }) => end));
  let line = 0;
  for await (const bytes of byteLines(chunks, rowBytes)) {
    line += 1;
    if (line <= skipLines + (header ? 1 : 0)) continue;
    const raw = Buffer.from(bytes).toString('latin1');
    // Widths count characters, so the line is decoded before it is cut.
    const text = decode(raw);
    if (typeof text !== 'string') yield columns.map(() => NOT_OF_CHARSET);
    else yield [...spans.map(({ start, end }) => text.slice(start, end)), text.slice(last)];
  }
}

/** A line with text beyond the last column has one cell too many. */
export async function readFixed(bytes: Chunks, shape: FileShape, rowBytes: number): Promise<Table> {
  const { chunks, isUtf8 } = await openText(bytes, shape.charset);
  const records = fixedRecords(chunks, shape, decoderOf(isUtf8), rowBytes);
  const decode: Decode = (cell) => (cell === NOT_OF_CHARSET ? undefined : cell);
  return tableOf(records, { ...shape, header: false }, decode);
}
