import type { Store } from 'dynalite/db/index.js';

/**
 * The store for calls on items. dynalite reads the table's description for every item, each key of a batch included,
 * which costs as much as the item itself. Descriptions do not change once their table is made, before the first call
 * on its items.
 */
export function withKnownTables(store: Store): Store {
  const known = new Map<string, object>();
  return {
    ...store,
    getTable(name, answer) {
      const table = known.get(name);
      if (table !== undefined) return answer(null, table);
      store.getTable(name, (error, found) => {
        if (found !== undefined) known.set(name, found);
        answer(error, found);
      });
    },
  };
}
