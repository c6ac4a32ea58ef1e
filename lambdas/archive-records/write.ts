import type { ArchiveObject } from './archive';

/** The one call that is made of S3; its client fits. */
export interface WriteOnceClient {
  putObject(input: {
    readonly Bucket: string;
    readonly Key: string;
    readonly Body: Uint8Array;
    readonly ContentType: string;
    readonly ChecksumSHA256: string;
    readonly IfNoneMatch: '*';
  }): Promise<unknown>;
}

export interface WriteResult {
  /** User records that stand in the archive now. */
  readonly archived: number;
  /** Sequence numbers to resume from, one per shard that failed. */
  readonly failedFrom: readonly string[];
  /** Names of the faults, for the log. */
  readonly faults: readonly string[];
}

/** An earlier attempt wrote it: its key names its content, so there is nothing left to do. */
const isAlreadyWritten = (fault: unknown): boolean =>
  fault instanceof Error && fault.name === 'PreconditionFailed';

async function writeOnce(
  s3: WriteOnceClient,
  bucket: string,
  { key, body, sha256 }: ArchiveObject,
): Promise<void> {
  try {
    await s3.putObject({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentType: 'application/gzip',
      ChecksumSHA256: sha256,
      IfNoneMatch: '*',
    });
  } catch (fault) {
    if (!isAlreadyWritten(fault)) throw fault;
  }
}

/**
 * Writes each object once, never over another. A shard that fails does not stop the others: Lambda
 * gets the sequence number to resume it from.
 */
export async function writeObjects(
  s3: WriteOnceClient,
  bucket: string,
  objects: readonly ArchiveObject[],
): Promise<WriteResult> {
  const results = await Promise.allSettled(objects.map((object) => writeOnce(s3, bucket, object)));
  const written = objects.filter((_, at) => results[at]?.status === 'fulfilled');
  const failed = objects.filter((_, at) => results[at]?.status === 'rejected');
  return {
    archived: written.reduce((total, { records }) => total + records, 0),
    failedFrom: failed.map(({ firstSequenceNumber }) => firstSequenceNumber),
    faults: results.flatMap((result) =>
      result.status === 'rejected' && result.reason instanceof Error ? [result.reason.name] : [],
    ),
  };
}
