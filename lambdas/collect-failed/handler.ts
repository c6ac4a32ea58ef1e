import { s3 } from '../shared/clients/s3';
import { readEnv } from '../shared/env';
import { log } from '../shared/logger';
import { objectEventOf } from '../shared/object-event';
import { collect, type Mover } from './collect';

const env = readEnv('LAKE_BUCKET', 'ARCHIVE_BUCKET', 'SENSITIVE_KEY_ID');

const mover: Mover = {
  async read(key) {
    const client = await s3();
    try {
      const { Body } = await client.getObject({ Bucket: env.LAKE_BUCKET, Key: key });
      return await Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
      throw error;
    }
  },
  async archive(key, bytes, sha256) {
    const client = await s3();
    await client.putObject({
      Bucket: env.ARCHIVE_BUCKET,
      Key: key,
      Body: bytes,
      ChecksumSHA256: sha256,
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: env.SENSITIVE_KEY_ID,
    });
  },
  async remove(key) {
    const client = await s3();
    await client.deleteObject({ Bucket: env.LAKE_BUCKET, Key: key });
  },
};

/** An object below Firehose's error prefix: its records are in clear and belong in the archive. */
export const handler = async (event: unknown): Promise<void> => {
  const { key } = objectEventOf(event);
  const bytes = await collect(mover, key);
  if (bytes === undefined) log.info('failed delivery was moved before', { key });
  else log.warn('failed delivery waits in the archive', { key, bytes });
};
