import type { Days } from '../shared/ledger/days';
import type { DayPartition, Partitions } from '../shared/partitions';

const BRONZE_KEY =
  /^bronze\/([a-z0-9_]+)\/(?:business_date|arrival_date)=(\d{4}-\d{2}-\d{2})\/[^/]+$/;

/** Table and day of a bronze object; undefined for keys of another form. */
export function partitionOf(key: string): DayPartition | undefined {
  const [, table, day] = BRONZE_KEY.exec(key) ?? [];
  return table === undefined || day === undefined ? undefined : { table, day };
}

export interface Notes {
  readonly partitions: Partitions;
  readonly days: Pick<Days, 'raise'>;
  /** Partitions that this process has registered: most objects land on a day that is known. */
  readonly known: Set<string>;
}

/**
 * Makes a new object's day readable, then says that it changed, in this order: a run that looks at the day
 * must find its partition. Noting an object again raises the version once more, which costs a look, no query.
 */
export async function noteDay(
  { partitions, days, known }: Notes,
  day: DayPartition,
): Promise<void> {
  const name = `${day.table} ${day.day}`;
  if (!known.has(name)) {
    await partitions.register([day]);
    known.add(name);
  }
  await days.raise(day.table, day.day);
}
