/** What a template cannot tell. Each can be given on the command line. */
export interface Assumptions {
  /** Records a day over all streams. */
  readonly perDay: number;
  readonly recordBytes: number;
  /** Records in one Kinesis record; 1 = each is put by itself. */
  readonly packed: number;
  readonly peak: number;
  readonly bankShare: number;
  readonly months: number;
  readonly entropy: number;
  readonly lateRebuilds: number;
  readonly warehouseMinutes: number;
  readonly sparkMinutes: number;
  readonly peopleGb: number;
  readonly alertsPerDay: number;
  readonly filesPerDay: number;
}

/** What each means, in the order they are shown. */
export const ABOUT: Readonly<Record<keyof Assumptions, string>> = {
  perDay: 'records a day over all streams',
  recordBytes: 'bytes of a record as sent',
  packed:
    'records in one Kinesis record, as producers of the profile pack them; 1: each is put by itself',
  peak: 'busiest second over the mean one',
  bankShare: 'share of transactions of bank types: one write of a profile each',
  months: 'months of history in every layer and the archive, as far as the environment keeps them',
  entropy:
    'times the bytes measured on generated records: their ids count up; random ones were measured at 1.5',
  lateRebuilds:
    'closed days rebuilt a day: what Firehose held at midnight, and sources that were offline',
  warehouseMinutes: 'minutes a day that the warehouse works, load and queries',
  sparkMinutes: 'minutes a day that Spark jobs work, a run each',
  peopleGb: 'GB a day that statements of people scan',
  alertsPerDay: 'alerts a day',
  filesPerDay: 'files a day through the file door',
};

export const ASSUMED_MONTHS = 12;
const DEFAULTS: Omit<Assumptions, 'packed'> = {
  perDay: 10_000_000,
  recordBytes: 409,
  peak: 3,
  bankShare: 0.2,
  months: ASSUMED_MONTHS,
  entropy: 1.5,
  lateRebuilds: 4,
  warehouseMinutes: 5,
  sparkMinutes: 3,
  peopleGb: 0,
  alertsPerDay: 1000,
  filesPerDay: 20,
};

/** PUT payload units hold 25 KB: a packer fills them. */
export const UNIT_BYTES = 25 * 1024;

/** @param packed the profile's policy for producers, where `given` does not say */
export const assumptionsOf = (given: Partial<Assumptions>, packed: number): Assumptions => ({
  packed,
  ...DEFAULTS,
  ...given,
});
