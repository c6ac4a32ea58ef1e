import type { S3 } from '@aws-sdk/client-s3';
import { addDays } from '../shared/models/slices';

export type ListClient = Pick<S3, 'listObjectsV2'>;
export interface Bronze {
  readonly client: () => Promise<ListClient>;
  readonly bucket: string;
  /** Account that has to own the bucket. */
  readonly owner: string;
}

/**
 * When the newest object of a stream's table arrived, epoch milliseconds; undefined when none lies in the days
 * around today. Business days begin at different hours round the world, so yesterday's and tomorrow's count.
 */
export async function newestArrival(
  { client, bucket, owner }: Bronze,
  table: string,
  now: number,
): Promise<number | undefined> {
  const s3 = await client();
  const today = new Date(now).toISOString().slice(0, 10);
  const times: number[] = [];
  for (const day of [-1, 0, 1].map((days) => addDays(today, days))) {
    let from: string | undefined;
    do {
      const page = await s3.listObjectsV2({
        Bucket: bucket,
        ExpectedBucketOwner: owner,
        Prefix: `bronze/${table}/business_date=${day}/`,
        ContinuationToken: from,
      });
      times.push(...(page.Contents ?? []).map(({ LastModified }) => LastModified?.getTime() ?? 0));
      from = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (from !== undefined);
  }
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}
