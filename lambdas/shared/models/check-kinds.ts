/** What a check says of a slice. */
export type Dimension =
  'completeness' | 'accuracy' | 'consistency' | 'timeliness' | 'uniqueness' | 'validity';

interface Kind {
  readonly dimension: Dimension;
  /** Whether `failing` counts rows, or is 1 for a slice that fails as a whole. */
  readonly counts: 'rows' | 'slices';
}

const KINDS = {
  column_exists: { dimension: 'completeness', counts: 'slices' },
  not_null: { dimension: 'completeness', counts: 'rows' },
  row_count_between: { dimension: 'completeness', counts: 'slices' },
  reconcile: { dimension: 'completeness', counts: 'slices' },
  unique: { dimension: 'uniqueness', counts: 'rows' },
  type: { dimension: 'validity', counts: 'rows' },
  in_set: { dimension: 'validity', counts: 'rows' },
  pattern: { dimension: 'validity', counts: 'rows' },
  between: { dimension: 'accuracy', counts: 'rows' },
  mean_between: { dimension: 'accuracy', counts: 'slices' },
  score_at_least: { dimension: 'accuracy', counts: 'slices' },
  greater_than: { dimension: 'consistency', counts: 'rows' },
  references: { dimension: 'consistency', counts: 'rows' },
  expression: { dimension: 'consistency', counts: 'rows' },
  custom: { dimension: 'consistency', counts: 'slices' },
  freshness: { dimension: 'timeliness', counts: 'slices' },
  row_drift: { dimension: 'timeliness', counts: 'slices' },
} as const satisfies Readonly<Record<string, Kind>>;

/** Every kind of check: those of headers, and `reconcile`, which has a place of its own there. */
export type CheckKind = keyof typeof KINDS;
export const CHECK_KINDS: Readonly<Record<CheckKind, Kind>> = KINDS;

/** Kinds whose failures are a share of the rows, so that a header may ask for `mostly`. */
export const countsRows = (kind: CheckKind): boolean => CHECK_KINDS[kind].counts === 'rows';

/** Whether so many failures among the rows of a slice are few enough. */
export const passes = (
  { mostly }: { readonly mostly?: number },
  failing: number,
  rows: number,
): boolean =>
  failing === 0 || (mostly !== undefined && rows > 0 && (rows - failing) / rows >= mostly);
