import { parquetWriteBuffer } from 'hyparquet-writer';
import type { SmallRuntime } from '../athena/runtime';

/** Writes an object with one column, `amount`. */
export async function writeParquet(
  { objects }: SmallRuntime,
  uri: string,
  amounts: readonly number[],
): Promise<void> {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  const column = { name: 'amount', data: amounts.map(BigInt), type: 'INT64' as const };
  await objects.put(bucket, key, Buffer.from(parquetWriteBuffer({ columnData: [column] })));
}
