/** Bounds of one file. Each fault names its bound, so that a refused file can be split. */
export const LIMITS = {
  /** Bytes as stored: the file is spooled to /tmp once. */
  fileBytes: 2 * 1024 ** 3,
  /** Bytes after decompression. */
  expandedBytes: 8 * 1024 ** 3,
  /** Decompressed over stored bytes; text compresses 5 to 50 times, a bomb 1,000 times. */
  gzipRatio: 200,
  /** Below this many decompressed bytes no ratio is suspicious. */
  gzipFreeBytes: 64 * 1024 ** 2,
  rows: 50_000_000,
  /** One row's bytes; longer ones are an unclosed quote or a wrong delimiter. The gate's own bound is 256 KB. */
  rowBytes: 1024 ** 2,
  /** A workbook is read whole: stored and unpacked bytes. */
  workbookBytes: 64 * 1024 ** 2,
  workbookExpandedBytes: 512 * 1024 ** 2,
  /** Lines that make one record; the gate accepts 5,000 items. */
  groupRows: 20_000,
  /** Rows held in memory while grouping; more spill to hash files. */
  groupInMemoryRows: 200_000,
  groupBuckets: 256,
  /** Partitions that one file may touch. */
  days: 5_000,
  /** Rows, and bytes of row text, of one Parquet part. */
  partRows: 50_000,
  partBytes: 64 * 1024 ** 2,
  /** Row text buffered in memory over all days before it goes to /tmp. */
  spoolBytes: 32 * 1024 ** 2,
} as const;
export type Limits = { readonly [K in keyof typeof LIMITS]: number };
