import type { SliceState } from '../shared/ledger/slices';
import { passes } from '../shared/models/check-kinds';
import { type Check, type Model } from '../shared/models/model';
import type { StoredObject } from '../shared/objects';
import { attemptPrefix, slicePrefix } from '../shared/plans/places';
import type { BuildPlan, PlannedSlice, SliceVerdict } from '../shared/plans/plan';
import type { AuditRow } from './audit-rows';

export interface Evidence {
  readonly model: Model;
  readonly build: BuildPlan;
  readonly attempt: number;
  /** Of the lake. */
  readonly bucket: string;
  readonly audit: readonly AuditRow[];
  /** What lies below the attempt's prefix. */
  readonly objects: readonly StoredObject[];
  /** What the ledger knows of the slices before this build. */
  readonly states: ReadonlyMap<string, SliceState>;
}

/** What the audit says of every planned slice. A slice with an error is not published. */
export function judgeSlices(evidence: Evidence): readonly SliceVerdict[] {
  return evidence.build.slices.map((planned) => judgeSlice(evidence, planned));
}

function judgeSlice(evidence: Evidence, planned: PlannedSlice): SliceVerdict {
  const { model, build, attempt, bucket, audit, objects, states } = evidence;
  const prefix = slicePrefix(model, attemptPrefix(model, build, attempt), planned.slice);
  const own = objects.filter(({ key }) => key.startsWith(prefix));
  const answers = new Map(
    audit.filter(({ slice }) => slice === planned.slice).map((row) => [row.check, row]),
  );
  const rows = answers.get('#rows')?.failing;
  const before = states.get(planned.slice)?.published?.rows;
  const failures = model.checks.map((check) => ({
    check,
    reason: failureOf(check, answers, rows ?? 0, before),
  }));
  const counted = model.checks.map((check): [string, number] => [
    check.id,
    check.drift === undefined
      ? (answers.get(check.id)?.failing ?? 0)
      : Number(driftOf(check.drift, rows ?? 0, before) !== undefined),
  ]);
  const reasonsOf = (severity: Check['severity']): readonly string[] =>
    failures.flatMap(({ check, reason }) =>
      check.severity === severity && reason !== undefined ? [reason] : [],
    );
  return {
    slice: planned.slice,
    rows: rows ?? 0,
    bytes: own.reduce((sum, { size }) => sum + size, 0),
    location: `s3://${bucket}/${prefix}`,
    errors: [
      ...(rows === undefined ? ['the audit does not know the slice'] : []),
      ...reasonsOf('error'),
      ...emptiness(model, planned, answers, rows ?? 0),
      ...(rows !== undefined && rows > 0 && own.length === 0 ? ['it has rows but no objects'] : []),
    ],
    warnings: reasonsOf('warn'),
    failing: Object.fromEntries(counted),
    sums: sumsOf(answers),
    parts: model.dependBy === undefined ? {} : partsOf(audit),
  };
}

type Answers = ReadonlyMap<string, AuditRow>;

function failureOf(
  check: Check,
  answers: Answers,
  rows: number,
  before: number | undefined,
): string | undefined {
  if (check.drift !== undefined) return driftOf(check.drift, rows, before);
  const answer = answers.get(check.id);
  if (answer === undefined) return `${check.id}: the audit gave no answer`;
  if (passes(check, answer.failing, rows)) return undefined;
  const detail = answer.detail === '' ? '' : ` (${answer.detail})`;
  return `${check.id}: ${answer.failing} against "${check.about}"${detail}`;
}

function driftOf(limit: number, rows: number, before: number | undefined): string | undefined {
  if (before === undefined || before === 0) return undefined;
  const share = Math.abs(rows - before) / before;
  if (share <= limit) return undefined;
  return `row_drift: ${rows} rows after ${before}, a change of more than ${limit * 100} %`;
}

/** No rows are right when there was nothing to read, or when every reconcile finds as many in the sources. */
function emptiness(
  { checks }: Model,
  { hasInputs }: PlannedSlice,
  answers: Answers,
  rows: number,
): readonly string[] {
  if (rows > 0 || !hasInputs) return [];
  const reconciles = checks.filter(({ explainsEmpty }) => explainsEmpty === true);
  const isExplained =
    reconciles.length > 0 && reconciles.every(({ id }) => answers.get(id)?.failing === 0);
  return isExplained ? [] : ['it has no rows, and no reconcile explains why'];
}

const SUM = '#sum:';
const sumsOf = (answers: Answers): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...answers.values()]
      .filter(({ check }) => check.startsWith(SUM))
      .map(({ check, detail }) => [check.slice(SUM.length), detail]),
  );

/** The slice of a `#part` row is a day, whatever the table's own slices are. */
const partsOf = (audit: readonly AuditRow[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    audit
      .filter(({ check }) => check === '#part')
      .map(({ slice, detail }) => [slice, detail.slice(0, 16)]),
  );

/** Objects that lie below the prefix and that the statement did not name, or the reverse. */
export function manifestFault(
  bucket: string,
  objects: readonly StoredObject[],
  manifest: readonly string[],
): string | undefined {
  const listed = new Set(objects.map(({ key }) => `s3://${bucket}/${key}`));
  const named = new Set(manifest);
  const foreign = [...listed].filter((path) => !named.has(path)).length;
  const missing = manifest.filter((path) => !listed.has(path)).length;
  if (foreign + missing === 0) return undefined;
  return `the prefix holds ${foreign} objects that the query's manifest does not name and misses ${missing}`;
}
