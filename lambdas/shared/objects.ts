import type { S3 } from '@aws-sdk/client-s3';

export type ObjectClient = Pick<S3, 'listObjectsV2' | 'getObject' | 'putObject'>;
export interface StoredObject {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** The objects of one bucket. */
export interface Objects {
  readonly bucket: string;
  /** All objects below a prefix, in the order of their keys. */
  list(prefix: string): Promise<readonly StoredObject[]>;
  /** The text of an object; undefined when there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, body: string | Uint8Array, contentType: string): Promise<void>;
}

export const objectsOf = (client: () => Promise<ObjectClient>, bucket: string): Objects => ({
  bucket,

  async list(prefix) {
    const s3 = await client();
    const found: StoredObject[] = [];
    let from: string | undefined;
    do {
      const page = await s3.listObjectsV2({
        Bucket: bucket,
        Prefix: prefix,
        ContinuationToken: from,
      });
      for (const { Key, Size } of page.Contents ?? []) {
        if (Key !== undefined) found.push({ key: Key, size: Size ?? 0 });
      }
      from = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (from !== undefined);
    return found;
  },

  async read(key) {
    const s3 = await client();
    try {
      const { Body } = await s3.getObject({ Bucket: bucket, Key: key });
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  },

  async write(key, body, contentType) {
    const s3 = await client();
    await s3.putObject({ Bucket: bucket, Key: key, Body: body, ContentType: contentType });
  },
});
