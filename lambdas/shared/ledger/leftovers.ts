import type { Table } from './table';

/**
 * pk `leftover`, sk the location: objects that no publication needs any more, or never will. A note only:
 * whoever deletes asks the slices first.
 */
export interface Leftover {
  /** `s3://…/` with its ending slash: exactly what one slice or one attempt wrote. */
  readonly location: string;
  readonly model: string;
  /** Slices that the location might belong to. */
  readonly slices: readonly string[];
  /** ISO 8601 UTC; until then a query may still read it, or somebody wants to look. */
  readonly keepUntil: string;
}

export interface Leftovers {
  add(leftover: Leftover): Promise<void>;
  /** Those whose time has come. */
  due(now: string): Promise<readonly Leftover[]>;
  forget(location: string): Promise<void>;
}

export const leftoversOf = (table: Table): Leftovers => ({
  async add({ location, ...rest }) {
    await table.put({ pk: 'leftover', sk: location }, { ...rest, slices: [...rest.slices] });
  },

  async due(now) {
    const items = await table.query('leftover');
    return items
      .map((item) => ({
        location: item.text('sk'),
        model: item.text('model'),
        slices: item.texts('slices'),
        keepUntil: item.text('keepUntil'),
      }))
      .filter(({ keepUntil }) => keepUntil <= now);
  },

  async forget(location) {
    await table.remove({ pk: 'leftover', sk: location });
  },
});

const DAY_MS = 86_400_000;
/** Longer than any statement runs: one that began before the publication reads the old objects to its end. */
export const SUPERSEDED_DAYS = 1;
/** For somebody to find out why an audit or a statement failed. */
export const FAILED_DAYS = 7;

/** @param now ISO 8601 UTC */
export const daysAfter = (now: string, days: number): string =>
  new Date(Date.parse(now) + days * DAY_MS).toISOString();
