import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { versionOf } from '../lambdas/ingest-file/version-of';
import type { FileItem } from '../lambdas/shared/ledger/items';
import { GATE_VERSION } from '../lambdas/shared/gate/gate';
import { bucketName, MAPPINGS_PREFIX } from '../lambdas/shared/names';
import { answerOf, claimsOf, hasEnded, samePlace, untilClaimed } from './claimed';
import type { LoadAnswer } from './claimed';
import { Failure } from './failure';
import { sha256OfFile, sizeOfFile } from './local-file';
import { ledgerOf } from './medallion';
import type { Lake } from './target';

/** The source whose files have the contract's fields already. */
export const DIRECT = 'direct';

export interface Load {
  readonly file: string;
  /** A mapping of the build, `direct`, or the name to give to `mapping`. */
  readonly source: string;
  readonly dataset: string;
  /** Text of a mapping to upload; dev only. */
  readonly mapping?: string;
  /** File name in landing; the file's own when absent. */
  readonly name?: string;
}
/**
 * Puts a file into landing and waits until the file door has loaded it.
 * @throws Failure failed with the door's reason
 */
export async function loadFile(lake: Lake, load: Load): Promise<LoadAnswer> {
  const size = await sizeOfFile(load.file);
  const sha256 = await sha256OfFile(load.file);
  const source =
    load.mapping === undefined ? load.source : await uploadMapping(lake, load, load.mapping);
  const key = `${source}/${load.dataset}/${load.name ?? path.basename(load.file)}`;
  const files = ledgerOf(lake).files;
  const before = await claimsOf(files, sha256, load.dataset);
  const standing = before.find((item) => isSettled(item, key, load));
  if (standing !== undefined) return answerOf(standing, { key, before }, 'already loaded');
  const s3 = await lake.clients.s3();
  await s3.putObject({
    Bucket: bucketName(lake.place, 'landing'),
    Key: key,
    Body: createReadStream(load.file),
    ContentLength: size,
  });
  return untilClaimed(lake, files, { sha256, key, dataset: load.dataset, before });
}

/**
 * Whether the same bytes were loaded the same way by the gate of these sources: then nothing would
 * happen, and the door gives no sign. The mapping of a build may have changed behind its name, so only
 * the door can tell there.
 */
function isSettled(item: FileItem, key: string, { source, dataset, mapping }: Load): boolean {
  if (!hasEnded(item) || item.status !== 'finished') return false;
  if (mapping !== undefined) {
    return item.gateVersion === versionOf(GATE_VERSION, { sha256: hashOf(mapping), dataset });
  }
  const isDirect = source === DIRECT && samePlace(item.key, key);
  return isDirect && item.gateVersion === versionOf(GATE_VERSION, { dataset: item.dataset });
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** @returns the source's name with the mapping's hash, as landing keys want it */
async function uploadMapping(lake: Lake, { source }: Load, text: string): Promise<string> {
  const pinned = `${source}@${hashOf(text).slice(0, 12)}`;
  const s3 = await lake.clients.s3();
  await s3.putObject({
    Bucket: bucketName(lake.place, 'landing'),
    Key: `${MAPPINGS_PREFIX}${pinned}.yaml`,
    Body: text,
    ContentType: 'application/yaml',
  });
  return pinned;
}

/** Text of a mapping file. */
export const readMapping = async (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new Failure('unavailable', `no mapping file ${file}`);
  });
