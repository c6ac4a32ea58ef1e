import type { Fields } from './fields';
import type { ModelItem } from './items';

export type Blocks = NonNullable<ModelItem['blocked']>;

/** A set of words can be added to and taken from by builds of one model that end side by side; a map could not. */
const wordOf = (slice: string, checks: string): string => `${slice} ${checks}`;

export const wordsOf = (blocks: Blocks): readonly string[] =>
  Object.entries(blocks).map(([slice, checks]) => wordOf(slice, checks));

export const blocksOf = (item: Fields): Blocks =>
  Object.fromEntries(
    item.texts('blocked').map((word): [string, string] => {
      const [slice = '', checks = ''] = word.split(' ');
      return [slice, checks];
    }),
  );
