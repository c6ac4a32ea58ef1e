import type { Fields } from './fields';
import type { FileItem } from './items';
import type { Table } from './table';

export interface Files {
  /**
   * Claims a file, once. Claiming it again answers the claim that stands: `claimed` means that an
   * earlier attempt did not finish and may be repeated, `finished` that there is nothing to do.
   */
  claim(file: Claim): Promise<FileItem>;
  /** Makes the file's objects visible to the pipeline. */
  finish(file: FileItem): Promise<void>;
  /** All claims of a dataset. */
  list(dataset: string): Promise<readonly FileItem[]>;
}
export type Claim = Pick<FileItem, 'dataset' | 'sha256' | 'gateVersion' | 'source' | 'key'>;

const keyOf = ({ dataset, sha256, gateVersion }: Claim) => ({
  pk: `file#${dataset}`,
  sk: `${sha256}#${gateVersion}`,
});

export const filesOf = (table: Table): Files => ({
  async claim(file) {
    const item: FileItem = { ...file, status: 'claimed' };
    const isNew = await table.put(
      keyOf(file),
      { ...item },
      {
        expression: 'attribute_not_exists(pk)',
      },
    );
    if (isNew) return item;
    const standing = await table.get(keyOf(file));
    return standing === undefined ? item : fileOf(standing);
  },

  async finish(file) {
    await table.put(keyOf(file), { ...file, status: 'finished' });
  },

  async list(dataset) {
    return (await table.query(`file#${dataset}`)).map(fileOf);
  },
});

function fileOf(item: Fields): FileItem {
  const counts = (['received', 'accepted', 'rejected'] as const).map(
    (name) => [name, item.optionalNumber(name)] as const,
  );
  return {
    dataset: item.text('dataset'),
    sha256: item.text('sha256'),
    gateVersion: item.text('gateVersion'),
    source: item.text('source'),
    key: item.text('key'),
    status: item.word('status', ['claimed', 'finished']),
    ...Object.fromEntries(counts.filter(([, count]) => count !== undefined)),
    objects: item.texts('objects'),
  };
}
