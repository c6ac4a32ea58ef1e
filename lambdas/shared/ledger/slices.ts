import type { Plain } from './attributes';
import type { Fields } from './fields';
import { keepHistory, publicationOf } from './history';
import type { Publication, SliceItem } from './items';
import type { Table } from './table';

export type Blocked = NonNullable<SliceItem['blocked']>;
/** What the ledger knows of one slice: an audit may have stopped it before it was ever published. */
export interface SliceState {
  readonly slice: string;
  readonly published?: SliceItem;
  readonly blocked?: Blocked;
}

export interface Slices {
  /** All slices of a model by name, without their history. */
  of(model: string): Promise<ReadonlyMap<string, SliceState>>;
  /** The named slices that are in the ledger. */
  some(model: string, slices: readonly string[]): Promise<ReadonlyMap<string, SliceState>>;
  get(model: string, slice: string): Promise<SliceState>;
  /** Writes what was published, if the slice still is what was seen. */
  replace(item: SliceItem, seen: SliceItem | undefined): Promise<boolean>;
  /** Records that an audit stopped a slice; a newer publication refuses it. */
  block(model: string, slice: string, fence: number, blocked: Blocked): Promise<boolean>;
}

const keyOf = (model: string, slice: string) => ({ pk: `slice#${model}`, sk: slice });
const WITHOUT_HISTORY = [
  'sk,#model,#slice,#run,fence,#location,#rows,#bytes,signature,fingerprint,publishedAt',
  'parts,sums,warnings,scannedShare,blocked',
].join(',');
const NAMES = {
  '#model': 'model',
  '#slice': 'slice',
  '#run': 'run',
  '#location': 'location',
  '#rows': 'rows',
  '#bytes': 'bytes',
};

export const slicesOf = (table: Table): Slices => ({
  async of(model) {
    const items = await table.query(`slice#${model}`, {
      ProjectionExpression: WITHOUT_HISTORY,
      ExpressionAttributeNames: NAMES,
    });
    return new Map(items.map((item) => [item.text('sk'), stateOf(item.text('sk'), item)]));
  },

  async some(model, slices) {
    const items = await table.batchGet(slices.map((slice) => keyOf(model, slice)));
    return new Map(items.map((item) => [item.text('sk'), stateOf(item.text('sk'), item)]));
  },

  async get(model, slice) {
    const item = await table.get(keyOf(model, slice));
    return item === undefined ? { slice } : stateOf(slice, item);
  },

  replace: (item, seen) =>
    table.put(
      keyOf(item.model, item.slice),
      plainOf(item),
      seen === undefined
        ? { expression: 'attribute_not_exists(publishedAt)' }
        : {
            expression: 'fence = :fence AND #location = :location AND :new >= fence',
            names: { '#location': 'location' },
            values: { ':fence': seen.fence, ':location': seen.location, ':new': item.fence },
          },
    ),

  block: (model, slice, fence, blocked) =>
    table.update(keyOf(model, slice), {
      update: 'SET blocked = :blocked, #model = :model, #slice = :slice',
      expression: 'attribute_not_exists(fence) OR fence <= :fence',
      names: { '#model': 'model', '#slice': 'slice' },
      values: { ':blocked': { ...blocked }, ':model': model, ':slice': slice, ':fence': fence },
    }),
});

export type PublishResult = 'published' | 'unchanged' | 'stale';
const TRIES = 5;

/**
 * Makes a slice's new location the truth, unless a younger fence was there first; the replaced
 * publication joins the history. Doing it twice changes nothing.
 * @param onReplaced told before of the publication that is replaced: when it leaves the history, somebody has to
 *   delete it, and a slice whose day is over is never published again to notice; may be told again
 * @param seen the slice as it was read with others of its batch; else it is read here
 * @returns `stale` when another run with a younger fence published the slice
 */
export async function publishSlice(
  slices: Slices,
  item: SliceItem,
  onReplaced: (replaced: Publication) => Promise<void> = async () => undefined,
  seen?: SliceState,
): Promise<PublishResult> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const known = tried === 0 ? seen : undefined;
    const { published } = known ?? (await slices.get(item.model, item.slice));
    if (published !== undefined && published.fence > item.fence) return 'stale';
    if (published?.location === item.location && published.fence === item.fence) return 'unchanged';
    const earlier = published ? [publicationOf(published), ...(published.history ?? [])] : [];
    const history = keepHistory(earlier, item.publishedAt);
    if (published) await onReplaced(publicationOf(published));
    if (await slices.replace({ ...item, history }, published)) return 'published';
  }
  throw new Error(
    `${item.model} ${item.slice} changed hands ${TRIES} times while it was published: run again`,
  );
}

const plainOf = (item: SliceItem): { readonly [name: string]: Plain | undefined } => ({
  ...item,
  history: item.history?.map((publication) => ({ ...publication })),
  blocked: item.blocked && { ...item.blocked },
});

function stateOf(slice: string, item: Fields): SliceState {
  const blocked = item.nested('blocked');
  return {
    slice,
    ...(item.optionalText('publishedAt') !== undefined && { published: publishedOf(item) }),
    ...(blocked && { blocked: blockedOf(blocked) }),
  };
}

function blockedOf(item: Fields): Blocked {
  const fingerprint = item.optionalText('fingerprint');
  const checks = item.optionalText('checks');
  return {
    signature: item.text('signature'),
    run: item.text('run'),
    reasons: item.texts('reasons'),
    ...(fingerprint !== undefined && { fingerprint }),
    ...(checks !== undefined && { checks }),
  };
}

const entryOf = (item: Fields): Publication => ({
  run: item.text('run'),
  fence: item.number('fence'),
  location: item.text('location'),
  rows: item.number('rows'),
  bytes: item.number('bytes'),
  signature: item.text('signature'),
  fingerprint: item.text('fingerprint'),
  publishedAt: item.text('publishedAt'),
});

function publishedOf(item: Fields): SliceItem {
  const parts = item.textMap('parts');
  const sums = item.textMap('sums');
  const scannedShare = item.optionalNumber('scannedShare');
  const history = item.list('history').map(entryOf);
  return {
    model: item.text('model'),
    slice: item.text('slice'),
    ...entryOf(item),
    ...(parts && { parts }),
    ...(sums && { sums }),
    warnings: item.texts('warnings'),
    ...(scannedShare !== undefined && { scannedShare }),
    history,
  };
}
