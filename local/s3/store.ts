export interface ObjectStat {
  readonly key: string;
  readonly size: number;
  /** With quotes, as in HTTP. Not an MD5, like that of an object encrypted by KMS; another content has another tag. */
  readonly etag: string;
  /** Whole seconds, as S3 keeps it. */
  readonly lastModified: Date;
}

/** What a client said about an object besides its bytes. */
export interface ObjectHeaders {
  readonly contentType?: string;
  readonly contentEncoding?: string;
  /** `x-amz-meta-…`, without the prefix. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface PutCondition {
  /** Refuse with PreconditionFailed (412) when the object exists. */
  readonly ifNoneMatch?: boolean;
  /** Refuse with PreconditionFailed (412) unless the object has this tag. */
  readonly ifMatch?: string;
}

/** The objects of all buckets. Every object is a plain file, so that the Athena engine reads them in place. */
export interface ObjectStore {
  buckets(): readonly string[];
  /**
   * Absolute path of an object's file: `<dataDir>/s3/<bucket>/<key>`.
   * @throws AwsError NoSuchBucket, or InvalidArgument for a key that no file name can hold
   */
  pathOf(bucket: string, key: string): string;
  head(bucket: string, key: string): Promise<ObjectStat | undefined>;
  /** @throws AwsError NoSuchKey */
  get(bucket: string, key: string): Promise<Buffer>;
  /** All objects whose key starts with the prefix, in S3's order (UTF-8 bytes of the key). */
  list(bucket: string, prefix: string, after?: string): AsyncIterable<ObjectStat>;
  /** Atomic: readers see the old object or the new one. Events are recorded before this returns. */
  put(
    bucket: string,
    key: string,
    body: Uint8Array | string,
    headers?: ObjectHeaders & PutCondition,
  ): Promise<ObjectStat>;
  /** Deleting what is not there is no error, as on S3. */
  delete(bucket: string, keys: readonly string[]): Promise<void>;
  /** For files that were written in place at `pathOf`: fires the events that a put would have. */
  noteWritten(bucket: string, keys: readonly string[]): Promise<void>;
}
