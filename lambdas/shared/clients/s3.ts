import { readEnv } from '../env';
import { lazy } from './lazy';

/**
 * S3, and in every call the account that must own the bucket: names are global, so that after a deletion
 * somebody else might own one of ours, and would be sent our data.
 */
export const s3 = lazy(async () => {
  const { S3 } = await import('@aws-sdk/client-s3');
  const { BUCKET_OWNER } = readEnv('BUCKET_OWNER');
  const client = new S3({});
  client.middlewareStack.add(
    (next) => (call) =>
      next({ ...call, input: { ...call.input, ExpectedBucketOwner: BUCKET_OWNER } }),
    { step: 'initialize', name: 'expectedBucketOwner' },
  );
  return client;
});
