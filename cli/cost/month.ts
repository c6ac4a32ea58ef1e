import { streamName } from '../../lambdas/shared/names';
import { streamOf } from '../../lambdas/shared/contracts/contract';
import { contractOf } from '../../lib/contract-of';
import type { Model } from '../../lambdas/shared/models/model';
import type { TemplateResource } from '../../lib/build/templates';
import type { Config } from '../../lib/config';
import type { Assumptions } from './assumptions';
import { cadencesOf, runsOf, scheduledRuns, type Cadence } from './builds';
import { BRONZE_SIZE, SHARE } from './measured';
import { textOf } from './properties';

export const DAYS = 30;
export const HOURS = DAYS * 24;
export const SECONDS = HOURS * 3600;
export const GB = 2 ** 30;
export const TB = 2 ** 40;

/** Shares of all records that are no transactions, where there is a stream for them. */
const OTHERS: Readonly<Record<string, number>> = { stock_movements: 0.02, customer_updates: 0.01 };

export interface Source {
  readonly config: Config;
  readonly resources: readonly TemplateResource[];
  readonly models: readonly Model[];
  readonly given: Assumptions;
}

/** A month of 30 days at a steady pace: what all prices are applied to. */
export interface Month extends Source {
  readonly records: number;
  /** Records of a stream. */
  recordsOf(contract: string): number;
  /** Shards that a stream has, or needs at its busiest when that is more. */
  shardsOf(contract: string): number;
  /** Records as Kinesis counts them. */
  readonly putsPerRecord: number;
  /** Runs that find something new, and those that do not. */
  readonly runs: number;
  readonly quietRuns: number;
  readonly cadences: readonly Cadence[];
  /** Builds of tables in all runs. */
  readonly builds: number;
  readonly levels: number;
  /** GB that a month of records adds to a layer. */
  grownGb(layer: keyof typeof SHARE): number;
  /** Objects a month that Firehose delivers. */
  readonly delivered: number;
}

export function monthOf(source: Source): Month {
  const { config, models, given } = source;
  const records = given.perDay * DAYS;
  const cadences = cadencesOf(models, config, given);
  const shareOf = (contract: string): number => {
    if (contract !== 'transactions') return OTHERS[contract] ?? 0;
    return config.streams.reduce((rest, one) => rest - (OTHERS[one.contract] ?? 0), 1);
  };
  const month: Month = {
    ...source,
    records,
    recordsOf: (contract) => records * shareOf(contract),
    shardsOf: (contract) => shardsFor(month, contract),
    putsPerRecord: 1 / given.packed,
    runs: runsOf(config, given),
    quietRuns: scheduledRuns(config) - runsOf(config, given),
    cadences,
    builds: cadences.reduce((all, { builds }) => all + builds, 0),
    levels: new Set(cadences.map(({ level }) => level)).size,
    grownGb: (layer) => (records * given.recordBytes * SHARE[layer] * sizeOf(source, layer)) / GB,
    delivered: deliveredObjects(config, records),
  };
  return month;
}

function sizeOf({ config, given }: Source, layer: keyof typeof SHARE): number {
  if (layer === 'archive') return 1;
  return given.entropy * (layer === 'bronze' ? BRONZE_SIZE[config.delivery.parquetCompression] : 1);
}

/** Three standard readers share the 2 MB/s that a shard gives. */
const BYTES_PER_SHARD = 600_000;
const PUTS_PER_SHARD = 1000;

function shardsFor({ config, given, recordsOf }: Month, contract: string): number {
  const stream = config.streams.find((one) => one.contract === contract);
  const busiest = (recordsOf(contract) / SECONDS) * given.peak;
  const needed = Math.max(
    (busiest * given.recordBytes) / BYTES_PER_SHARD,
    busiest / given.packed / PUTS_PER_SHARD,
  );
  const there = typeof stream?.shards === 'number' ? stream.shards : 1;
  return Math.max(there, Math.ceil(needed));
}

/** Partitions that a flush writes: today, a late day, quarantine. */
const PARTITIONS = 3;

function deliveredObjects({ delivery, streams }: Config, records: number): number {
  const flushes = (SECONDS / delivery.bufferSeconds) * streams.length;
  return Math.min(flushes, records) * PARTITIONS;
}

/** The physical name of a resource without `sluice-<env>-`. */
export function shortName({ config }: Month, name: unknown): string {
  const text = textOf(name);
  const start = text.lastIndexOf(`sluice-${config.env}-`);
  return start < 0 ? text : text.slice(start + `sluice-${config.env}-`.length);
}

/** The contract of a stream, by the stream's physical name. */
export function contractOfStream({ config }: Month, name: unknown): string {
  const text = textOf(name);
  const own = config.streams.find(
    ({ contract }) => streamName(config.env, streamOf(contractOf(contract))) === text,
  );
  return own?.contract ?? text;
}
