import { s3 } from '../shared/clients/s3';
import { readEnv } from '../shared/env';
import { log } from '../shared/logger';
import { archiveObjects } from './archive';
import { recordsOf } from '../shared/stream/event';
import { writeObjects } from './write';

const env = readEnv('ARCHIVE_BUCKET', 'CONTRACT');

interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Every byte as it was sent, before anyone judged it. */
export const handler = async (event: unknown): Promise<BatchAnswer> => {
  const objects = await archiveObjects(recordsOf(event), env.CONTRACT);
  const { archived, failedFrom, faults } = await writeObjects(
    await s3(),
    env.ARCHIVE_BUCKET,
    objects,
  );
  log.info('archived', { contract: env.CONTRACT, records: archived, objects: objects.length });
  if (faults.length > 0) log.error('not archived', { shards: faults.length, faults });
  return { batchItemFailures: failedFrom.map((itemIdentifier) => ({ itemIdentifier })) };
};
