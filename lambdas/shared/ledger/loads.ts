import type { Table } from './table';

/** What the warehouse holds of each slice of a model. */
export interface Loads {
  /** By slice: the mark of what was loaded. */
  of(model: string): Promise<ReadonlyMap<string, string>>;
  /** Records what was loaded; the other slices keep their marks. */
  add(model: string, marks: Readonly<Record<string, string>>): Promise<void>;
  /** The day that the model was last loaded for, whole. */
  loadedFor(model: string): Promise<string | undefined>;
  finish(model: string, day: string): Promise<void>;
}

/** Slices of a year share an item: a history of ten years is ten reads, and far from what an item may hold. */
const yearOf = (slice: string): string => slice.slice(0, 4);
const STATE = 'state';
const keyOf = (model: string, year: string) => ({ pk: `load#${model}`, sk: year });

/** Whoever records holds the lease: nobody else writes. */
export const loadsOf = (table: Table): Loads => ({
  async of(model) {
    const items = await table.query(`load#${model}`);
    return new Map(items.flatMap((item) => Object.entries(item.textMap('marks') ?? {})));
  },

  async add(model, marks) {
    const years = new Set(Object.keys(marks).map(yearOf));
    for (const year of years) {
      const item = await table.get(keyOf(model, year));
      const added = Object.entries(marks).filter(([slice]) => yearOf(slice) === year);
      await table.put(keyOf(model, year), {
        model,
        marks: { ...item?.textMap('marks'), ...Object.fromEntries(added) },
      });
    }
  },

  loadedFor: async (model) => (await table.get(keyOf(model, STATE)))?.optionalText('day'),

  async finish(model, day) {
    await table.put(keyOf(model, STATE), { model, day });
  },
});
