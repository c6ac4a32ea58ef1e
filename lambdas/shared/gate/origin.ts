/** Where a record came from: what makes it findable in the archive or its file. */
export interface Origin {
  readonly door: 'stream' | 'file';
  /** Shard id, or the first 12 hex digits of the file's sha256. */
  readonly shard: string;
  /** 56 digits, zero-padded. */
  readonly sequence: string;
  /** Position inside a KPL record, or row of the file. */
  readonly subsequence: number;
  /** ISO 8601, UTC. */
  readonly ingestedAt: string;
  /** Hash of the source mapping, empty without one. */
  readonly source: string;
  /** IANA zone of a source whose records name none. */
  readonly timeZone?: string;
}
