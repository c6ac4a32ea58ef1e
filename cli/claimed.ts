import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { contracts } from '../lambdas/shared/contracts';
import type { Files } from '../lambdas/shared/ledger/files';
import type { FileItem } from '../lambdas/shared/ledger/items';
import { Failure } from './failure';
import { nextLookMs } from './next-look';
import type { Lake } from './target';

export interface LoadAnswer {
  readonly key: string;
  readonly status: 'loaded' | 'already loaded';
  readonly dataset: string;
  readonly received: number;
  readonly accepted: number;
  readonly rejected: number;
  /** `source/dataset` under which the same bytes stand in the same table too: this load left those rows. */
  readonly alsoAs: readonly string[];
}

/** How long the file door may take: its function's own limit, and the way of the event. */
const PATIENCE_MS = 16 * 60_000;
/** A file that is known by its bytes gives no sign when it lands again. */
const KNOWN_PATIENCE_MS = 3000;

export interface Awaited {
  readonly sha256: string;
  readonly key: string;
  readonly dataset: string;
  /** Claims of these bytes as they stood before. */
  readonly before: readonly FileItem[];
}

/**
 * Waits until the file door has dealt with a file that was put into landing.
 * @throws Failure failed with the door's reason, or after 16 minutes
 */
export async function untilClaimed(
  lake: Lake,
  files: Files,
  awaited: Awaited,
): Promise<LoadAnswer> {
  const { sha256, key, dataset, before } = awaited;
  const started = Date.now();
  const known = before.find((item) => item.status !== 'claimed' && samePlace(item.key, key));
  const isOld = (item: FileItem): boolean =>
    before.some(
      (old) => old.gateVersion === item.gateVersion && old.ingestedAt === item.ingestedAt,
    );
  for (;;) {
    const claims = await claimsOf(files, sha256, dataset);
    const ended = claims.find((item) => hasEnded(item) && !(isOld(item) && wasEnded(before, item)));
    if (ended !== undefined) return answerOf(ended, awaited, 'loaded');
    const waited = Date.now() - started;
    if (known !== undefined && waited > KNOWN_PATIENCE_MS) {
      return answerOf(known, awaited, 'already loaded');
    }
    if (waited > PATIENCE_MS) {
      throw new Failure('failed', `the file door has not answered for ${key} in 16 minutes`);
    }
    await pause(nextLookMs(lake, waited));
  }
}

/** Finished claims count once their days are raised: from then on a run sees the rows. */
export const hasEnded = ({ status, noted }: FileItem): boolean =>
  status === 'failed' || (status === 'finished' && noted === true);
const wasEnded = (before: readonly FileItem[], item: FileItem): boolean =>
  before.some((old) => old.gateVersion === item.gateVersion && hasEnded(old));

/** `source/dataset/` of two keys are equal: the same bytes went the same way. */
export const samePlace = (a: string, b: string): boolean =>
  path.posix.dirname(a) === path.posix.dirname(b);

/** @throws Failure failed when the claim is one of a failure, with its reason */
export function answerOf(
  item: FileItem,
  { key, before }: Pick<Awaited, 'key' | 'before'>,
  status: LoadAnswer['status'],
): LoadAnswer {
  if (item.status === 'failed') {
    throw new Failure(
      'failed',
      `${key} was not loaded: the file ${item.reason ?? 'cannot be read'}`,
      'try it first: npx sluice source test <file> --mapping <mapping.yaml>',
    );
  }
  const { dataset, received = 0, accepted = 0, rejected = 0 } = item;
  const alsoAs = before
    .filter((other) => other.status === 'finished' && other.dataset === dataset)
    .filter(({ source }) => source !== item.source)
    .map(({ source, section = dataset }) => `${source}/${section}`);
  return { key, status, dataset, received, accepted, rejected, alsoAs };
}

/**
 * All claims of these bytes: the table follows from the mapping, which only the door needs to know. A
 * file whose mapping could not be used is recorded under the dataset of its key.
 */
export async function claimsOf(
  files: Files,
  sha256: string,
  dataset: string,
): Promise<readonly FileItem[]> {
  const tables = [...new Set([...Object.keys(contracts), 'unknown', dataset])];
  return (await Promise.all(tables.map((table) => files.versions(table, sha256)))).flat();
}
