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
  readonly replacedDays: number;
  readonly warehouseMinutes: number;
  readonly peopleGb: number;
  readonly alertsPerDay: number;
  readonly filesPerDay: number;
}

/** What each means, in the order they are shown. */
export const ABOUT: Readonly<Record<keyof Assumptions, string>> = {
  perDay: 'records a day over all streams',
  recordBytes: 'bytes of a record as sent',
  packed: 'records in one Kinesis record, as KPL packs them; 1: each is put by itself',
  peak: 'busiest second over the mean one',
  bankShare: 'share of transactions of bank types: one write of a profile each',
  months: 'months of history in every layer and the archive',
  entropy: 'real values compress worse than generated ones: times the bytes measured on those',
  lateRebuilds: 'closed days rebuilt a day because a record of theirs came late',
  replacedDays: 'days that output replaced by a later run stays: nothing deletes it yet',
  warehouseMinutes: 'minutes a day that the warehouse works, load and queries',
  peopleGb: 'GB a day that statements of people scan',
  alertsPerDay: 'alerts a day',
  filesPerDay: 'files a day through the file door',
};

const DEFAULTS: Omit<Assumptions, 'packed'> = {
  perDay: 10_000_000,
  recordBytes: 409,
  peak: 3,
  bankShare: 0.2,
  months: 12,
  entropy: 1.5,
  lateRebuilds: 8,
  replacedDays: 365,
  warehouseMinutes: 5,
  peopleGb: 0,
  alertsPerDay: 1000,
  filesPerDay: 20,
};

/** PUT payload units hold 25 KB: a packer fills them. */
export const UNIT_BYTES = 25 * 1024;

/** @param packs whether producers pack their records, as KPL does, where `given` does not say */
export function assumptionsOf(given: Partial<Assumptions>, packs: boolean): Assumptions {
  const values = { ...DEFAULTS, ...given };
  const full = Math.max(1, Math.floor(UNIT_BYTES / values.recordBytes));
  return { packed: packs ? full : 1, ...values };
}
