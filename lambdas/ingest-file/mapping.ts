import { createHash } from 'node:crypto';
import type { Contract } from '../shared/contracts/contract';
import { readDataset, type DatasetDefaults } from './mapping-dataset';
import type { FileShape } from './mapping-file';
import type { RowSteps } from './mapping-rows';
import { openMapping, type Place } from './mapping-place';
import type { ValueSpec } from './mapping-value';
import { isZone } from '../shared/wall-time';

/** One dataset of a source: how its rows become records of a contract. */
export interface DatasetMapping {
  readonly name: string;
  /** Bronze table, the key of its contract. */
  readonly table: string;
  readonly file: FileShape;
  /** IANA zone of times without an offset, and of the business day. */
  readonly zone: string;
  /** What is done with the rows of the file before they become records. */
  readonly rows: RowSteps;
  /** Columns, each with its names over the years, whose equal values make one record of several rows. */
  readonly groupBy?: readonly ColumnNames[];
  /** Columns that order the rows of a group; otherwise the order of the file. */
  readonly orderBy?: readonly ColumnNames[];
  readonly fields: Readonly<Record<string, ValueSpec>>;
  /** Lists of the contract: items, payments. */
  readonly lists: Readonly<Record<string, ListMapping>>;
}
/** Names that one column had; the first that has a value counts. */
export type ColumnNames = readonly string[];
export interface ListMapping {
  /** A list inside the row (JSON, Parquet, a joined file); otherwise each row of the group is one entry. */
  readonly of?: string;
  readonly fields: Readonly<Record<string, ValueSpec>>;
}
/** A source mapping: closed verbs, no expressions. Its text is pinned by hash. */
export interface Mapping {
  /** sha256 of the text; `_source` of every row that it made. */
  readonly sha256: string;
  readonly datasets: Readonly<Record<string, DatasetMapping>>;
  /** Hour at which the source's business day begins; absent: the environment's. */
  readonly cutoffHour?: number;
}

const TOP = ['title', 'zone', 'cutoff', 'file', 'datasets'];

function zoneOf(place: Place | undefined): string | undefined {
  const zone = place?.text();
  if (zone === undefined || place === undefined || isZone(zone)) return zone;
  place.fault(`unknown time zone "${zone}": use an IANA name, e.g. Europe/Prague`);
  return undefined;
}

function cutoffOf(place: Place | undefined): number | undefined {
  const hour = place?.wholeNumber();
  if (hour === undefined || place === undefined || hour <= 12) return hour;
  place.fault(`cutoff ${hour}: use an hour from 0 to 12`);
  return undefined;
}

/**
 * Reads a mapping and checks every name in it.
 * @param name of the file, for messages
 * @param contracts by bronze table: a mapped field must exist in its contract
 * @throws MappingError that lists all faults as `file:line place: what is wrong: remedy`
 */
export function parseMapping(
  text: string,
  name: string,
  contracts: Readonly<Record<string, Contract>>,
): Mapping {
  const { root, finish } = openMapping(text, name);
  const top = root.members(TOP);
  const defaults: DatasetDefaults = {
    zone: zoneOf(top.get('zone')) ?? 'UTC',
    file: top.get('file'),
    zoneOf,
  };
  const datasets = top.get('datasets');
  if (datasets === undefined) root.fault('has no datasets: add "datasets: {transactions: …}"');
  const read = [...(datasets?.members() ?? [])].flatMap(([key, place]) => {
    const dataset = readDataset(key, place, defaults, contracts);
    return dataset === undefined ? [] : [[key, dataset] as const];
  });
  const cutoffHour = cutoffOf(top.get('cutoff'));
  finish();
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    datasets: Object.fromEntries(read),
    ...(cutoffHour !== undefined && { cutoffHour }),
  };
}
