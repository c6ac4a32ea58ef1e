import { type PartitionRegistry, registerPartitions } from './catalog/partitions';

export interface DayPartition {
  /** Bronze table. */
  readonly table: string;
  readonly day: string;
}

/** Makes days of bronze tables visible to queries; registering one again changes nothing. */
export interface Partitions {
  register(days: readonly DayPartition[]): Promise<void>;
}

export const bronzePartitions = (client: () => Promise<PartitionRegistry>): Partitions => ({
  async register(days) {
    const glue = await client();
    for (const table of new Set(days.map((partition) => partition.table))) {
      const own = days.filter((partition) => partition.table === table);
      await registerPartitions(
        glue,
        { database: 'bronze', table },
        own.map(({ day }) => day),
      );
    }
  },
});
