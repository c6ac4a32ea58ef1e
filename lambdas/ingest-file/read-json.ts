import { decode } from '../shared/gate/decode';
import { NumberText } from '../shared/gate/number-text';
import { scan, type Json } from '../shared/gate/scan';
import { jsonValues } from './json-values';
import { byteLines } from './lines';
import { openText } from './open-bytes';
import type { Cell, Cells, RawRecord, Row, Table } from './rows';

const isBlank = (line: Uint8Array): boolean => line.every((byte) => byte === 0x20 || byte === 0x09);

/** Each document of the file as it was sent, for the gate or for a mapping to read. */
export async function* readJsonRecords(
  bytes: AsyncIterable<Uint8Array>,
  format: 'ndjson' | 'json',
  rowBytes: number,
): AsyncGenerator<RawRecord> {
  const { chunks } = await openText(bytes, 'utf-8');
  const records = format === 'ndjson' ? byteLines(chunks, rowBytes) : jsonValues(chunks, rowBytes);
  let number = 0;
  for await (const record of records) {
    if (isBlank(record)) continue;
    number += 1;
    yield { number, bytes: record };
  }
}

/** Numbers become their text: an amount is never a float on its way. */
function cellOf(json: Json): Cell {
  if (json instanceof NumberText) return json.text;
  if (json instanceof Map) return cellsOf(json);
  return Array.isArray(json) ? json.map((entry: Json) => cellOf(entry)) : (json ?? undefined);
}
const cellsOf = (json: ReadonlyMap<string, Json>): Cells =>
  Object.fromEntries([...json].map(([key, value]) => [key, cellOf(value)]));

/**
 * A document as a row. One that the gate refuses whatever its fields say (no JSON object, repeated keys, …)
 * stays raw, so that the gate tells why; long numbers are no such fault, since their text is kept.
 */
function rowOf({ number, bytes }: RawRecord): Row {
  const { text } = decode(bytes);
  const { value, findings } = text === undefined ? { findings: [] } : scan(text);
  const isRefused = findings.some(({ code }) => code !== 'number.precision');
  if (!(value instanceof Map) || isRefused) return { number, cells: {}, faults: [], raw: bytes };
  return { number, cells: cellsOf(value), faults: [] };
}

/** JSON documents as rows for a mapping; their columns differ from row to row. */
export function readJson(
  bytes: AsyncIterable<Uint8Array>,
  format: 'ndjson' | 'json',
  rowBytes: number,
): Table {
  async function* rows(): AsyncGenerator<Row> {
    for await (const record of readJsonRecords(bytes, format, rowBytes)) yield rowOf(record);
  }
  return { rows: rows() };
}
