import type { S3 } from '@aws-sdk/client-s3';

/** S3 deletes at most 1,000 keys in one call. */
const KEYS_PER_CALL = 1000;

/**
 * Deletes objects, thousands at a time.
 * @throws Error when S3 kept one: the call answers 200 and lists it
 */
export async function removeObjects(
  s3: Pick<S3, 'deleteObjects'>,
  bucket: string,
  keys: readonly string[],
): Promise<void> {
  for (let from = 0; from < keys.length; from += KEYS_PER_CALL) {
    const { Errors = [] } = await s3.deleteObjects({
      Bucket: bucket,
      Delete: {
        Objects: keys.slice(from, from + KEYS_PER_CALL).map((Key) => ({ Key })),
        Quiet: true,
      },
    });
    const [first] = Errors;
    if (first) {
      throw new Error(
        `${Errors.length} objects were not deleted, first ${first.Key}: ${first.Code}`,
      );
    }
  }
}
