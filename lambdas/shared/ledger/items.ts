/**
 * The ledger's items, one DynamoDB table with string keys `pk` and `sk`.
 * It is the truth of what every run read, wrote, checked and published; single-item conditional writes only.
 */

/** pk `slice#<model>`, sk the slice. Written only by a fence that is not older. */
export interface SliceItem {
  readonly model: string;
  readonly slice: string;
  readonly run: string;
  readonly fence: number;
  /** `s3://…/` of exactly this slice's objects; nothing lies there when the slice is empty. */
  readonly location: string;
  readonly rows: number;
  readonly bytes: number;
  /** Names the inputs this slice was built from; equal signatures need no rebuild. */
  readonly signature: string;
  readonly fingerprint: string;
  /** ISO 8601 UTC. */
  readonly publishedAt: string;
  /** Readers' dependency digests by day, for `dependBy` models. */
  readonly parts?: Readonly<Record<string, string>>;
  /** Sums of the audit, by name, as decimal text. */
  readonly sums?: Readonly<Record<string, string>>;
  /** Warnings of the audit. */
  readonly warnings?: readonly string[];
  /** Bytes that Athena scanned for its build, over the bytes of all that the build could read. */
  readonly scannedShare?: number;
  /** Earlier publications, newest first, for rollback. */
  readonly history?: readonly Publication[];
  /** The newest attempt that an audit stopped; cleared by a publication. */
  readonly blocked?: {
    readonly signature: string;
    readonly run: string;
    readonly reasons: readonly string[];
    /** Of the model as it was judged. */
    readonly fingerprint?: string;
    /** Names the checks that stopped it: under others it is judged again. */
    readonly checks?: string;
  };
}
export interface Publication {
  readonly run: string;
  readonly fence: number;
  readonly location: string;
  readonly rows: number;
  readonly bytes: number;
  readonly signature: string;
  readonly fingerprint: string;
  readonly publishedAt: string;
}

/**
 * pk `day#<dataset>`, sk the partition day. `note-object` raises `version`; a run settles what it has
 * seen. A `dependBy` model is a dataset too: its publication raises the days whose part changed.
 */
export interface DayItem {
  readonly dataset: string;
  readonly day: string;
  /** Raised by one for every object event. */
  readonly version: number;
  /** Newest version whose `run` models are built. */
  readonly settled?: number;
  /** Newest version whose `daily` models are built. */
  readonly settledDaily?: number;
}

/** pk `lease`, sk `medallion`. A holder is dead only when DescribeExecution says so. */
export interface LeaseItem {
  /** Execution ARN, absent when free. */
  readonly holder?: string;
  /** Raised by one with every take-over; guards each publication. */
  readonly fence: number;
}

/** pk `model#<model>`, sk `state`. */
export interface ModelItem {
  readonly model: string;
  /** Fingerprint that every retained slice is built with; absent until a first build is complete. */
  readonly fingerprint?: string;
  /** A newer fingerprint that waits for `apply`, with what it would cost; `approved` once applied. */
  readonly pending?: {
    readonly fingerprint: string;
    readonly dollars: number;
    readonly approved?: boolean;
  };
  /** Date (`YYYY-MM-DD`) of the newest finished daily refresh. */
  readonly refreshedFor?: string;
  /** Builds (`<run>/<build>`) whose slices may stand in the ledger and not yet in Glue. */
  readonly publishing?: readonly string[];
  /** Slices that stand blocked, with the name of the checks that stopped each. */
  readonly blocked?: Readonly<Record<string, string>>;
}

/** pk `run`, sk `<ISO start>#<run>`: the summary that `status` shows. */
export interface RunItem {
  readonly run: string;
  readonly execution: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'NOTHING_TO_DO';
  readonly startedAt: string;
  readonly finishedAt?: string;
  readonly request: unknown;
  readonly tables?: readonly TableOutcome[];
  /** Where there is a warehouse. */
  readonly loads?: readonly LoadOutcome[];
  /** What stopped a whole run, scrubbed. */
  readonly error?: string;
}
/** How the copy of a table in the warehouse fared. */
export interface LoadOutcome {
  readonly table: string;
  readonly status: 'loaded' | 'failed';
  readonly slices: number;
  readonly rows: number;
  readonly reason?: string;
}
export interface TableOutcome {
  readonly model: string;
  readonly status: 'published' | 'blocked' | 'failed' | 'skipped';
  readonly slices: number;
  readonly rows: number;
  readonly scannedBytes: number;
  readonly reasons: readonly string[];
}

/**
 * pk `file#<dataset>`, sk `<sha256>#<gate version>`: the claim of one file.
 * Only objects of `finished` claims are seen by the pipeline.
 */
export interface FileItem {
  /** Bronze table; for a file that no mapping knows, the dataset of its key. */
  readonly dataset: string;
  readonly sha256: string;
  /** Version of the gate and of the mapping that judged it, as in the names of its objects. */
  readonly gateVersion: string;
  readonly source: string;
  readonly key: string;
  /** Dataset of the key, a section of the mapping; several of one file may feed the same table. */
  readonly section?: string;
  /** `failed`: see `reason`. `replaced`: a newer gate or mapping loaded the same file. */
  readonly status: 'claimed' | 'finished' | 'failed' | 'replaced';
  /** LastModified of the claimed object, ISO 8601: every attempt stamps its rows with it. */
  readonly ingestedAt?: string;
  /** Rows of the file; several may make one record. */
  readonly rows?: number;
  /** Records: received = accepted + rejected. */
  readonly received?: number;
  readonly accepted?: number;
  readonly rejected?: number;
  /** Number of objects by bronze table and day. */
  readonly parts?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Why the whole file could not be loaded; never a value of a record. */
  readonly reason?: string;
  /** Whether its days have been raised. */
  readonly noted?: boolean;
}
