import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contract } from '../shared/contracts/contract';
import type { Files } from '../shared/ledger/files';
import type { FileItem } from '../shared/ledger/items';
import type { Partitions } from '../shared/partitions';
import { FileFault } from './faults';
import type { Gate } from '../shared/gate/gate';
import { parseLandingKey, type LandingKey } from './landing-key';
import type { Limits } from './limits';
import { loadFile, type Lake } from './load-file';
import { daysOf, makeVisible, type Visibility } from './make-visible';
import { recipeOf, type Recipe, type Sources } from './sources';
import { spool, type SpooledFile } from './spool';
import { versionOf } from './version-of';

export interface LandedObject {
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly lastModified: Date;
}
/** Everything the door touches outside its own process. */
export interface Door extends Visibility {
  /** Undefined when the object is gone. */
  readonly open: (key: string) => Promise<LandedObject | undefined>;
  readonly lake: Lake;
  readonly files: Files;
  readonly partitions: Partitions;
  readonly sources: Sources;
  /** A gate whose clock stands at `now` (epoch ms): a retry judges as the first attempt did. */
  readonly gate: (contract: Contract, recipe: Recipe, now: number) => Promise<Gate>;
  readonly gateVersion: string;
  readonly limits: Limits;
}
export type Outcome =
  | { readonly status: 'loaded' | 'already loaded'; readonly file: FileItem }
  | { readonly status: 'failed'; readonly reason: string; readonly key: string }
  | { readonly status: 'gone'; readonly key: string };

const versionIn = ({ gateVersion }: Door, { sha256, mapping, contract }: Recipe): string =>
  versionOf(gateVersion, mapping ? { sha256, dataset: mapping.name } : { dataset: contract.table });

interface Landed {
  readonly key: string;
  readonly ingestedAt: string;
  readonly folder: string;
}
/** What is known of a file so far, for the claim that records its failure. */
type Known = Partial<{ landing: LandingKey; recipe: Recipe; file: SpooledFile }>;

/** Loads a file whose recipe is known; every step can be repeated after a crash. */
async function load(
  door: Door,
  { key, ingestedAt, folder }: Landed,
  { landing, recipe, file }: Required<Known>,
): Promise<Outcome> {
  const claim = await door.files.claim({
    dataset: recipe.contract.table,
    sha256: file.sha256,
    gateVersion: versionIn(door, recipe),
    source: landing.source,
    section: landing.dataset,
    key,
    ingestedAt,
  });
  if (claim.status === 'finished') {
    await makeVisible(door, claim);
    return { status: 'already loaded', file: claim };
  }
  const stamp = claim.ingestedAt ?? ingestedAt;
  const gate = await door.gate(recipe.contract, recipe, Date.parse(stamp));
  const { limits, lake } = door;
  const { fileName } = landing;
  const loaded = await loadFile({
    file,
    fileName,
    folder,
    claim,
    stamp,
    recipe,
    gate,
    limits,
    lake,
  });
  const finished: FileItem = { ...claim, ...loaded, status: 'finished', noted: false };
  // A run sees the objects once the claim has finished, and reads them through their partitions.
  await door.partitions.register(daysOf(finished));
  await door.files.finish(finished);
  await makeVisible(door, finished);
  return { status: 'loaded', file: finished };
}

/** The claim of a file that could not be loaded, with as much as is known of it. */
function failedClaim(door: Door, { key, ingestedAt }: Landed, known: Known): FileItem {
  const { landing, recipe, file } = known;
  // A file that is too large to be read has no hash: its name and time stand for it.
  const unread = (): string => createHash('sha256').update(`${key} ${ingestedAt}`).digest('hex');
  return {
    dataset: recipe?.contract.table ?? landing?.dataset ?? 'unknown',
    sha256: file?.sha256 ?? unread(),
    gateVersion: recipe === undefined ? door.gateVersion : versionIn(door, recipe),
    source: landing?.source ?? 'unknown',
    section: landing?.dataset,
    key,
    status: 'failed',
    ingestedAt,
  };
}

/** What a retry would not heal; a full disk is one, since the file is as large the next time. */
function faultOf(error: unknown): FileFault | undefined {
  if (error instanceof FileFault) return error;
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  return isFull
    ? new FileFault('needs more temporary space than there is: split it', { cause: error })
    : undefined;
}

async function attempt(door: Door, landed: Landed, object: LandedObject): Promise<Outcome> {
  const known: Known = {};
  try {
    known.landing = parseLandingKey(landed.key);
    known.file = await spool(object.chunks, join(landed.folder, 'landed'), door.limits.fileBytes);
    known.recipe = await recipeOf(known.landing, door.sources);
    const { landing, file, recipe } = known;
    return await load(door, landed, { landing, file, recipe });
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    await door.files.fail(failedClaim(door, landed, known), fault.message);
    return { status: 'failed', reason: fault.message, key: landed.key };
  }
}

/**
 * Takes one landed object through the gate. The same bytes twice change nothing; after a crash the next
 * attempt writes identical objects; a file that cannot be loaded as a whole is recorded with its reason.
 */
export async function ingestObject(door: Door, key: string): Promise<Outcome> {
  const object = await door.open(key);
  if (object === undefined) return { status: 'gone', key };
  const folder = await mkdtemp(join(tmpdir(), 'ingest-'));
  try {
    const ingestedAt = object.lastModified.toISOString();
    return await attempt(door, { key, ingestedAt, folder }, object);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
