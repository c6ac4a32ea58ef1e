import { eachLimited } from '../shared/each-limited';
import { type Catalog, followLedger } from '../shared/catalog/follow';
import type { Publication, SliceItem } from '../shared/ledger/items';
import { daysAfter, FAILED_DAYS, SUPERSEDED_DAYS } from '../shared/ledger/leftovers';
import type { Ledger } from '../shared/ledger/ledger';
import { publishSlice, type SliceState } from '../shared/ledger/slices';
import type { Model } from '../shared/models/model';
import { leaveJob } from '../shared/plans/job-leftovers';
import { stagingTable } from '../shared/plans/places';
import type { BuildPlan, Outcome, PlannedSlice, SliceVerdict, Verdict } from '../shared/plans/plan';
import { recordBlocks } from './blocks';
import { outcomeOf } from './outcome';
import { raiseParts } from './parts';

/** A slice is one conditional write: a batch of 100 would wait for each in turn. */
const PARALLEL_WRITES = 16;

export interface PublishPorts {
  readonly ledger: Ledger;
  readonly catalog: Catalog;
  /** ISO 8601 UTC. */
  readonly now: () => string;
  readonly dropStaging: (table: string) => Promise<void>;
}

/** A younger run holds the lease, or has published the slice: this run is over, whatever it built. */
export class StaleFenceError extends Error {
  override readonly name = 'StaleFenceError';
}

/**
 * Publishes the slices of a build that its audit let through: the ledger first, each slice guarded by
 * the fence, then Glue. Doing it again after a crash in between changes nothing more.
 * @throws StaleFenceError when a younger run has taken over
 */
export async function publishBuild(
  ports: PublishPorts,
  model: Model,
  build: BuildPlan,
  verdict: Verdict,
): Promise<Outcome> {
  const { ledger, catalog } = ports;
  await checkLease(ledger, build);
  const judged = build.slices.map((planned) => ({ planned, judged: verdictOf(planned, verdict) }));
  const good = judged.filter((slice) => slice.judged.errors.length === 0);
  const bad = judged.filter((slice) => slice.judged.errors.length > 0);
  const name = `${build.run}/${build.build}`;
  if (good.length > 0) {
    await raiseParts(ledger, model, good);
    await ledger.models.beginPublishing(model.name, name);
    const share = scannedShare(build, verdict);
    const names = good.map(({ planned }) => planned.slice);
    const known = await ledger.slices.some(model.name, names);
    await eachLimited(good, PARALLEL_WRITES, (slice) =>
      publishOne(ports, model, build, {
        ...slice,
        ...share,
        seen: known.get(slice.planned.slice) ?? { slice: slice.planned.slice },
      }),
    );
    await followLedger(catalog, model, names);
    await ledger.models.endPublishing(model.name, [name]);
  }
  await recordBlocks(ledger, model, build, bad);
  for (const { planned, judged: stopped } of bad) {
    await ledger.leftovers.add({
      location: stopped.location,
      model: model.name,
      slices: [planned.slice],
      keepUntil: daysAfter(ports.now(), FAILED_DAYS),
    });
  }
  await ports.dropStaging(stagingTable(model, build, verdict.attempt));
  const places = { ...ports, leftovers: ledger.leftovers, bucket: catalog.bucket };
  await leaveJob(places, model, build, verdict.attempt);
  return { ...outcomeOf(build, verdict), publishedAt: ports.now() };
}

export interface JudgedSlice {
  readonly planned: PlannedSlice;
  readonly judged: SliceVerdict;
}

/** What estimates of the model go by from now on; nothing is known of a build that had nothing to read. */
function scannedShare(
  { readableBytes = 0 }: BuildPlan,
  { scannedBytes }: Verdict,
): Pick<SliceItem, 'scannedShare'> {
  return readableBytes === 0 ? {} : { scannedShare: scannedBytes / readableBytes };
}

function verdictOf({ slice }: PlannedSlice, { slices }: Verdict): SliceVerdict {
  const found = slices.find((one) => one.slice === slice);
  if (found === undefined) throw new Error(`the verdict does not know slice ${slice}`);
  return found;
}

/** The lease's fence only rises: a younger one means that another run has taken over. */
async function checkLease({ leases }: Ledger, { fence, model }: BuildPlan): Promise<void> {
  const lease = await leases.read();
  if (lease.fence !== fence || lease.holder === undefined) {
    throw new StaleFenceError(
      `${model}: the run with fence ${fence} no longer holds the lease, fence ${lease.fence} does`,
    );
  }
}

interface SeenSlice extends JudgedSlice, Pick<SliceItem, 'scannedShare'> {
  /** What the ledger held before the batch was published. */
  readonly seen: SliceState;
}

async function publishOne(
  { ledger, now }: PublishPorts,
  model: Model,
  { run, fence }: BuildPlan,
  { planned, judged, seen, ...share }: SeenSlice,
): Promise<void> {
  const item: SliceItem = {
    model: model.name,
    slice: planned.slice,
    run,
    fence,
    location: judged.location,
    rows: judged.rows,
    bytes: judged.bytes,
    signature: planned.signature,
    fingerprint: model.fingerprint,
    publishedAt: now(),
    sums: judged.sums,
    warnings: judged.warnings,
    ...share,
    ...(model.dependBy !== undefined && { parts: judged.parts }),
  };
  const superseded = ({ location }: Publication): Promise<void> =>
    ledger.leftovers.add({
      location,
      model: model.name,
      slices: [planned.slice],
      keepUntil: daysAfter(item.publishedAt, SUPERSEDED_DAYS),
    });
  if ((await publishSlice(ledger.slices, item, superseded, seen)) === 'stale') {
    throw new StaleFenceError(
      `${model.name} ${planned.slice}: a run with a younger fence than ${fence} has published it`,
    );
  }
}
