import type { BuildPlan, Outcome, Verdict } from '../shared/plans/plan';

/** A summary shows some reasons; the ledger's slices have all of theirs. */
const MOST_REASONS = 10;

/** How a build ended whose statements ran: published, or stopped by its audit, wholly or in part. */
export function outcomeOf({ build, model }: BuildPlan, verdict: Verdict): Outcome {
  const good = verdict.slices.filter(({ errors }) => errors.length === 0);
  const bad = verdict.slices.filter(({ errors }) => errors.length > 0);
  const reasons = bad.flatMap(({ slice, errors }) => errors.map((error) => `${slice} ${error}`));
  return {
    build,
    model,
    status: bad.length > 0 ? 'blocked' : 'published',
    published: good.map(({ slice }) => slice),
    blocked: bad.map(({ slice }) => slice),
    rows: good.reduce((sum, { rows }) => sum + rows, 0),
    scannedBytes: verdict.scannedBytes,
    reasons:
      reasons.length > MOST_REASONS
        ? [...reasons.slice(0, MOST_REASONS), `and ${reasons.length - MOST_REASONS} more`]
        : reasons,
  };
}
