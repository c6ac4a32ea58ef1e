/** Column chunks by name in the footer of a Parquet file: bytes as compressed. Nothing else of it is decoded. */
export type ColumnBytes = ReadonlyMap<string, number>;

/** Bytes behind the footer: its length and the magic word. */
export const TAIL = 8;
const MAGIC = 'PAR1';

/** Length of the footer in bytes, without the tail; undefined when the last eight bytes are not a Parquet file's. */
export const footerLength = (tail: Buffer): number | undefined =>
  tail.toString('latin1', 4) === MAGIC ? tail.readUInt32LE(0) : undefined;

/** Fields of parquet.thrift on the way to `total_compressed_size`. */
const ROW_GROUPS = 4;
const COLUMNS = 1;
const META_DATA = 3;
const PATH_IN_SCHEMA = 3;
const TOTAL_COMPRESSED_SIZE = 7;

/** @param footer FileMetaData in Thrift's compact protocol, https://github.com/apache/parquet-format */
export function columnBytes(footer: Buffer): ColumnBytes {
  const bytes = new Map<string, number>();
  const thrift = new CompactReader(footer);
  const column = (): void => {
    let name = '';
    let size = 0;
    thrift.struct((field) => {
      if (field === PATH_IN_SCHEMA) name = firstText(thrift);
      else if (field === TOTAL_COMPRESSED_SIZE) size = thrift.integer();
      else return false;
      return true;
    });
    bytes.set(name, (bytes.get(name) ?? 0) + size);
  };
  const inside = (wanted: number, read: () => void) => (field: number) => {
    if (field === wanted) read();
    return field === wanted;
  };
  const chunk = inside(META_DATA, column);
  const group = inside(COLUMNS, () => thrift.list(() => thrift.struct(chunk)));
  thrift.struct(inside(ROW_GROUPS, () => thrift.list(() => thrift.struct(group))));
  return bytes;
}

/** Parts of a nested column count for the column. */
function firstText(thrift: CompactReader): string {
  let first: string | undefined;
  thrift.list(() => {
    const part = thrift.text();
    first ??= part;
  });
  return first ?? '';
}

/** Types of the compact protocol whose values take bytes in fields. */
const BYTE = 3;
const DOUBLE = 7;
const BINARY = 8;
const LIST = 9;
const SET = 10;
const MAP = 11;
const STRUCT = 12;
const IS_LONG = 15;

class CompactReader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  /** Offers a struct's fields by number; what `read` does not take is skipped. */
  struct(read: (field: number) => boolean): void {
    let field = 0;
    for (let head = this.byte(); head !== 0; head = this.byte()) {
      field = head >> 4 === 0 ? this.integer() : field + (head >> 4);
      if (!read(field)) this.skip(head & 15);
    }
  }

  list(read: (type: number) => void): void {
    const head = this.byte();
    const size = head >> 4 === IS_LONG ? this.varint() : head >> 4;
    for (let at = 0; at < size; at += 1) read(head & 15);
  }

  text(): string {
    const length = this.varint();
    this.pass(length);
    return this.bytes.toString('utf8', this.at - length, this.at);
  }

  /** Zigzag. */
  integer(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  private pass(length: number): void {
    this.at += length;
  }

  private byte(): number {
    const value = this.bytes[this.at];
    if (value === undefined) throw new Error('the footer of a Parquet file ends too early');
    this.at += 1;
    return value;
  }

  private varint(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  private skip(type: number, inList = false): void {
    if (type === STRUCT) this.struct(() => false);
    else if (type === LIST || type === SET) this.list((element) => this.skip(element, true));
    else if (type === BINARY) this.pass(this.varint());
    else if (type === DOUBLE) this.pass(8);
    else if (type === BYTE || (inList && type < BYTE)) this.pass(1);
    else if (type === MAP)
      throw new Error('the footer of a Parquet file has a map, which the format does not know');
    else if (type > BYTE) this.varint();
  }
}
