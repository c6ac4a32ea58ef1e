import type { S3 } from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import type { LandedObject } from './door';

/** Opens objects of the landing bucket as streams. */
export const landedObjects =
  (client: () => Promise<Pick<S3, 'getObject'>>, bucket: string) =>
  async (key: string): Promise<LandedObject | undefined> => {
    const s3 = await client();
    try {
      const { Body, LastModified } = await s3.getObject({ Bucket: bucket, Key: key });
      if (!(Body instanceof Readable) || LastModified === undefined) {
        throw new Error(`s3 answered without a body or a time for ${bucket}/${key}`);
      }
      return { chunks: Body, lastModified: LastModified };
    } catch (error) {
      // Deleted since the event was sent: there is nothing left to load.
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  };
