import { daysAfter, FAILED_DAYS, type Leftovers } from '../ledger/leftovers';
import type { Model } from '../models/model';
import { jobPrefix, jobTable } from './places';
import type { BuildPlan } from './plan';

interface LeavePorts {
  readonly bucket: string;
  readonly leftovers: Pick<Leftovers, 'add'>;
  readonly dropStaging: (table: string) => Promise<void>;
  /** ISO 8601. */
  readonly now: () => string;
}

/** What a Spark job wrote was read by its build, and goes: its table now, its objects once nobody wants to look. */
export async function leaveJob(
  { bucket, leftovers, dropStaging, now }: LeavePorts,
  model: Model,
  build: BuildPlan,
  attempt: number,
): Promise<void> {
  if (model.spark === undefined) return;
  await leftovers.add({
    location: `s3://${bucket}/${jobPrefix(model, build, attempt)}`,
    model: model.name,
    slices: build.slices.map(({ slice }) => slice),
    keepUntil: daysAfter(now(), FAILED_DAYS),
  });
  await dropStaging(jobTable(model, build, attempt));
}
