import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { contracts } from '../lambdas/shared/contracts';
import type { Files } from '../lambdas/shared/ledger/files';
import type { FileItem } from '../lambdas/shared/ledger/items';
import { GATE_VERSION } from '../lambdas/shared/gate/gate';
import { bucketName, MAPPINGS_PREFIX } from '../lambdas/shared/names';
import { Failure } from './failure';
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
export interface LoadAnswer {
  readonly key: string;
  readonly status: 'loaded' | 'already loaded';
  readonly dataset: string;
  readonly received: number;
  readonly accepted: number;
  readonly rejected: number;
}

/** How long the file door may take: its function's own limit, and the way of the event. */
const PATIENCE_MS = 16 * 60_000;
/** A file that is known by its bytes gives no sign when it lands again. */
const KNOWN_PATIENCE_MS = 3000;

/**
 * Puts a file into landing and waits until the file door has loaded it.
 * @throws Failure failed with the door's reason
 */
export async function loadFile(lake: Lake, load: Load): Promise<LoadAnswer> {
  const [sha256, { size }] = await Promise.all([sha256Of(load.file), sizeOf(load.file)]);
  const source =
    load.mapping === undefined ? load.source : await uploadMapping(lake, load, load.mapping);
  const key = `${source}/${load.dataset}/${load.name ?? path.basename(load.file)}`;
  const files = ledgerOf(lake).files;
  const before = await claimsOf(files, sha256);
  const standing = before.find((item) => isSettled(item, key, load));
  if (standing !== undefined) return answerOf(standing, key, 'already loaded');
  const s3 = await lake.clients.s3();
  await s3.putObject({
    Bucket: bucketName(lake.place, 'landing'),
    Key: key,
    Body: createReadStream(load.file),
    ContentLength: size,
  });
  return untilClaimed(lake, files, { sha256, key, before });
}

async function sizeOf(file: string): Promise<{ size: number }> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new Failure('unavailable', `no file ${file}`);
  if (!found.isFile()) throw new Failure('usage', `${file} is no file`);
  return found;
}

async function sha256Of(file: string): Promise<string> {
  await sizeOf(file);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** @returns the source's name with the mapping's hash, as landing keys want it */
async function uploadMapping(lake: Lake, { source }: Load, text: string): Promise<string> {
  const pinned = `${source}@${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  const s3 = await lake.clients.s3();
  await s3.putObject({
    Bucket: bucketName(lake.place, 'landing'),
    Key: `${MAPPINGS_PREFIX}${pinned}.yaml`,
    Body: text,
    ContentType: 'application/yaml',
  });
  return pinned;
}

interface Awaited {
  readonly sha256: string;
  readonly key: string;
  readonly before: readonly FileItem[];
}

async function untilClaimed(lake: Lake, files: Files, awaited: Awaited): Promise<LoadAnswer> {
  const { sha256, key, before } = awaited;
  const started = Date.now();
  const known = before.find((item) => item.status !== 'claimed' && samePlace(item.key, key));
  const isOld = (item: FileItem): boolean =>
    before.some(
      (old) => old.gateVersion === item.gateVersion && old.ingestedAt === item.ingestedAt,
    );
  for (;;) {
    const claims = await claimsOf(files, sha256);
    const ended = claims.find((item) => hasEnded(item) && !(isOld(item) && wasEnded(before, item)));
    if (ended !== undefined) return answerOf(ended, key, 'loaded');
    const waited = Date.now() - started;
    if (known !== undefined && waited > KNOWN_PATIENCE_MS) {
      return answerOf(known, key, 'already loaded');
    }
    if (waited > PATIENCE_MS) {
      throw new Failure('failed', `the file door has not answered for ${key} in 16 minutes`);
    }
    await pause(lake.laptop ? 50 : 1000);
  }
}

/** Finished claims count once their days are raised: from then on a run sees the rows. */
const hasEnded = ({ status, noted }: FileItem): boolean =>
  status === 'failed' || (status === 'finished' && noted === true);
const wasEnded = (before: readonly FileItem[], item: FileItem): boolean =>
  before.some((old) => old.gateVersion === item.gateVersion && hasEnded(old));

/**
 * Whether the same bytes were loaded the same way by the gate of these sources: then nothing would
 * happen. The mapping of a build may have changed behind its name, so only the door can tell there.
 */
const isSettled = (item: FileItem, key: string, { source, mapping }: Load): boolean =>
  hasEnded(item) &&
  item.status === 'finished' &&
  samePlace(item.key, key) &&
  (source === DIRECT || mapping !== undefined) &&
  item.gateVersion.split('.')[0] === GATE_VERSION;

/** `source/dataset/` of two keys are equal: the same bytes went the same way. */
const samePlace = (a: string, b: string): boolean =>
  path.posix.dirname(a) === path.posix.dirname(b);

function answerOf(item: FileItem, key: string, status: LoadAnswer['status']): LoadAnswer {
  if (item.status === 'failed') {
    throw new Failure(
      'failed',
      `${key} was not loaded: the file ${item.reason ?? 'cannot be read'}`,
      'try it first: npx sluice source test <file> --mapping <mapping.yaml>',
    );
  }
  const { dataset, received = 0, accepted = 0, rejected = 0 } = item;
  return { key, status, dataset, received, accepted, rejected };
}

/** All claims of these bytes: the table follows from the mapping, which only the door needs to know. */
async function claimsOf(files: Files, sha256: string): Promise<readonly FileItem[]> {
  const tables = [...Object.keys(contracts), 'unknown'];
  return (await Promise.all(tables.map((table) => files.versions(table, sha256)))).flat();
}

/** Text of a mapping file. */
export const readMapping = async (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new Failure('unavailable', `no mapping file ${file}`);
  });
