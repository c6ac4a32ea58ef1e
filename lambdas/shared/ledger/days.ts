import type { DayItem } from './items';
import { eachLimited } from '../each-limited';
import type { Table } from './table';

export type Refresh = 'run' | 'daily';
export interface DayVersion {
  readonly dataset: string;
  readonly day: string;
  readonly version: number;
}

export interface Days {
  /** All known days of a dataset, oldest first. */
  list(dataset: string): Promise<readonly DayItem[]>;
  /** Says that a day has changed. */
  raise(dataset: string, day: string): Promise<void>;
  /** Records that models of a refresh kind are built from these versions; older news changes nothing. */
  settle(versions: readonly DayVersion[], refresh: Refresh): Promise<void>;
}

const PARALLEL_WRITES = 16;
const keyOf = (dataset: string, day: string) => ({ pk: `day#${dataset}`, sk: day });

export const daysOf = (table: Table): Days => ({
  async list(dataset) {
    const items = await table.query(`day#${dataset}`);
    return items.map((item) => {
      const settled = item.optionalNumber('settled');
      const settledDaily = item.optionalNumber('settledDaily');
      return {
        dataset,
        day: item.text('sk'),
        version: item.number('version'),
        ...(settled !== undefined && { settled }),
        ...(settledDaily !== undefined && { settledDaily }),
      };
    });
  },

  async raise(dataset, day) {
    await table.update(keyOf(dataset, day), {
      update: 'ADD version :one SET dataset = :dataset, #day = :day',
      expression: '',
      names: { '#day': 'day' },
      values: { ':one': 1, ':dataset': dataset, ':day': day },
    });
  },

  async settle(versions, refresh) {
    const field = refresh === 'run' ? 'settled' : 'settledDaily';
    await eachLimited(versions, PARALLEL_WRITES, async ({ dataset, day, version }) => {
      await table.update(keyOf(dataset, day), {
        update: 'SET #field = :version',
        expression:
          'attribute_exists(version) AND (attribute_not_exists(#field) OR #field < :version)',
        names: { '#field': field },
        values: { ':version': version },
      });
    });
  },
});

/** Whether a day changed since models of this refresh kind were last built from it. */
export const isUnsettled = (item: DayItem, refresh: Refresh): boolean =>
  item.version > ((refresh === 'run' ? item.settled : item.settledDaily) ?? 0);
