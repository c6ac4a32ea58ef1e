import { gunzipSync } from 'node:zlib';
import { bucketName } from '../lambdas/shared/names';
import { objectsOf } from '../lambdas/shared/objects';
import type { Lake } from './target';

/** Above this the archive is not downloaded to be counted. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * How many records the archive holds: every byte that the stream received, whatever was made of it
 * later. Objects may overlap after a retry, so positions are counted.
 * @returns null when the archive is too large to be read here
 */
export async function archivedPositions(lake: Lake, contract: string): Promise<number | null> {
  const archive = bucketName(lake.place, 'archive');
  const objects = await objectsOf(() => lake.clients.s3(), archive).list(`archive/${contract}/`);
  if (objects.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES) return null;
  const s3 = await lake.clients.s3();
  const positions = new Set<string>();
  for (const { key } of objects) {
    const { Body } = await s3.getObject({ Bucket: archive, Key: key });
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    for (const line of gunzipSync(bytes).toString().split('\n')) {
      const position = POSITION.exec(line);
      if (position) positions.add(position.slice(1).join('/'));
    }
  }
  return positions.size;
}

/** The first members of a frame; its data, which may be long, is not parsed. */
const POSITION = /^\{"shard":"([^"]+)","sequence":"(\d+)","subsequence":(\d+),/;
