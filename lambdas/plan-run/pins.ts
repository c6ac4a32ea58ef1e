import { type PartitionRegistry, registerPartitions } from '../shared/catalog/partitions';
import { parquetOf } from '../shared/parquet';
import type { Objects } from '../shared/objects';
import type { Inputs } from '../shared/plans/plan';
import type { DaysRead } from './reads';

const TABLE = 'run_inputs';

export interface Pin {
  readonly dataset: string;
  readonly day: string;
  readonly path: string;
}

/** The exact objects of the given days, as `"$path"` names them. */
export const pinsOf = (bucket: string, inputs: Inputs, days: DaysRead): readonly Pin[] =>
  Object.entries(days).flatMap(([dataset, pinned]) =>
    pinned.flatMap((day) =>
      (inputs[dataset]?.[day] ?? []).map(({ key }) => ({
        dataset,
        day,
        path: `s3://${bucket}/${key}`,
      })),
    ),
  );

/** Days that are read and not among the pinned ones. */
export const unpinned = (read: DaysRead, pinned: DaysRead): DaysRead =>
  Object.fromEntries(
    Object.entries(read).map(([dataset, days]) => {
      const known = new Set(pinned[dataset]);
      return [dataset, days.filter((day) => !known.has(day))];
    }),
  );

/** The union of several readings, days in order. */
export function joinDays(readings: readonly DaysRead[]): DaysRead {
  const joined = new Map<string, Set<string>>();
  for (const [dataset, days] of readings.flatMap(Object.entries<readonly string[]>)) {
    const all = joined.get(dataset) ?? new Set();
    days.forEach((day) => all.add(day));
    joined.set(dataset, all);
  }
  return Object.fromEntries([...joined].map(([dataset, days]) => [dataset, [...days].sort()]));
}

export interface PinPlace {
  readonly lake: Objects;
  readonly glue: () => Promise<PartitionRegistry>;
}

/**
 * Writes one level's pins to `ops.run_inputs` and registers the run's partition. Writing them again
 * changes nothing.
 */
export async function writePins(
  { lake, glue }: PinPlace,
  { run, level }: { readonly run: string; readonly level: number },
  pins: readonly Pin[],
): Promise<void> {
  if (pins.length === 0) return;
  const columns = (['dataset', 'day', 'path'] as const).map((name) => ({
    name,
    type: 'string' as const,
    values: pins.map((pin) => pin[name]),
  }));
  await lake.write(
    `ops/${TABLE}/run=${run}/level-${level}.parquet`,
    parquetOf(columns),
    'application/vnd.apache.parquet',
  );
  await registerPartitions(await glue(), { database: 'ops', table: TABLE }, [run]);
}
