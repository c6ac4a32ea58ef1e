import type { CheckKind } from './check-kinds';
import type { PiiClass } from '../contracts/contract';

/** The compiled models: what `models.json` holds and what the pipeline's Lambdas read. */

/** Databases that models write, and folders of `sql/`. `silver_restricted` holds what few people may read. */
export const MODEL_LAYERS = ['silver', 'silver_restricted', 'gold'] as const;
export type Layer = (typeof MODEL_LAYERS)[number];
export const layerNamed = (name: string): Layer | undefined =>
  MODEL_LAYERS.find((layer) => layer === name);
/** `none`: the whole table is one slice, whose name is `all`. */
export type SliceUnit = 'day' | 'week' | 'month' | 'none';
export const WHOLE_TABLE_SLICE = 'all';

export interface ModelColumn {
  readonly name: string;
  /** Athena type, lower case, e.g. `varchar`, `decimal(18,4)`, `bigint`, `timestamp(3)`. */
  readonly type: string;
  readonly about: string;
  /** What the column tells of a person: a token, what is left of a card, something in clear; absent: nothing. */
  readonly pii?: Exclude<PiiClass, 'none'>;
}

/** How the warehouse keeps a gold table. */
export interface WarehouseTable {
  /** Column whose values decide the node, `all` (a copy on each) or `even`. */
  readonly dist: string;
  /** Columns by which rows are sorted. */
  readonly sort: readonly string[];
}

/** A reference as the SELECT makes it. */
export interface Reference {
  readonly layer: 'bronze' | 'ops' | Layer;
  readonly table: string;
  /** Read by checks only: it must be built first and, in bronze, pinned; its changes rebuild nothing. */
  readonly auditOnly?: boolean;
  /** Bronze and ops only: partition column, the columns that the SELECT reads, and those that checks read. */
  readonly partition?: string;
  readonly columns?: readonly string[];
  readonly auditColumns?: readonly string[];
}

/** A total that the audit reports as `#sum:<column>`, or per value of `by` as `#sum:<column>:<value>`. */
export interface Sum {
  readonly column: string;
  readonly by?: string;
}

export interface Model {
  /** `gold.daily_sales_summary` */
  readonly name: string;
  readonly layer: Layer;
  readonly table: string;
  /** Path in the repository, for messages. */
  readonly file: string;
  readonly title: string;
  readonly grain: string;
  readonly key: readonly string[];
  readonly domain: 'banking' | 'retail' | 'shared';
  readonly slice: {
    readonly by: SliceUnit;
    /** Partition column, last of `columns`; absent for `none`. */
    readonly column?: string;
    /** Earlier slices that one slice also reads. */
    readonly lookback: number;
  };
  /** With every run that has news for it, or once a day or week at most. */
  readonly refresh: 'run' | 'daily' | 'weekly';
  /** Also rebuild published slices when a whole-table input changes. */
  readonly onChange: 'keep' | 'rebuild';
  /** Whole-table models only: column by whose values (days) readers of this table depend on it. */
  readonly dependBy?: string;
  readonly compression: 'zstd' | 'snappy';
  /** Gold tables that are loaded into the warehouse. */
  readonly warehouse?: WarehouseTable;
  /** Built by a Spark job where the environment has one; the SELECT is its twin. */
  readonly spark?: {
    /** File in `glue-scripts/`. */
    readonly script: string;
  };
  /** All columns in output order, partition column last. */
  readonly columns: readonly ModelColumn[];
  readonly references: readonly Reference[];
  /** 0 = reads bronze only; otherwise 1 + the highest level it reads. */
  readonly level: number;
  /** The SELECT with placeholders, header stripped. */
  readonly select: string;
  /** sha256 (16 hex) of everything that changes results: SELECT, columns, slice, key. Not titles or checks. */
  readonly fingerprint: string;
  /** Checks in audit order; their numbers are positions in this list. */
  readonly checks: readonly Check[];
  readonly sums?: readonly Sum[];
  /** Whether the SELECT uses `${as_of}`. */
  readonly usesAsOf: boolean;
}

/**
 * One audit check of the built rows of a slice; `failing` > 0 fails it. Four shapes:
 * - `failing`: an aggregate over the built rows, bigint, 0 = passes;
 * - `select` alone: a query that answers `slice, failing` for the slices that fail (unique, referential);
 * - `select` with `measures` (reconcile): a query that answers `slice` and one number per measure, recounted from the sources;
 *   the audit compares each with the measure's aggregate over the built rows;
 * - `drift`: no SQL; the judge compares `#rows` with the rows of the slice's last publication.
 * SQL has placeholders; `${built}` is the staging table, `${slice}` the expression of its slice.
 */
export interface Check {
  readonly id: string;
  readonly kind: CheckKind;
  readonly severity: 'error' | 'warn';
  readonly about: string;
  readonly failing?: string;
  /** Share of the rows that has to pass, above 0; absent: all of them. */
  readonly mostly?: number;
  /** What `failing` is for a slice with no rows; absent: 0. */
  readonly whenEmpty?: number;
  readonly select?: string;
  readonly measures?: readonly Measure[];
  /** Largest share by which the rows of a slice may change before it is reported, e.g. 0.5. */
  readonly drift?: number;
  /** A failing-free reconcile check explains an empty slice. */
  readonly explainsEmpty?: boolean;
}
export interface Measure {
  /** Column of the check's `select`. */
  readonly name: string;
  /** Aggregate over the built rows. */
  readonly built: string;
}

export interface CompiledModels {
  /** sha256 over all fingerprints: names the build. */
  readonly digest: string;
  /** In dependency order. */
  readonly models: readonly Model[];
}
