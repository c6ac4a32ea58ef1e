import type { Fields } from './fields';
import type { FileItem } from './items';
import type { Table } from './table';

export interface Files {
  /**
   * Claims a file, once. Claiming it again answers the claim that stands: `finished` means that there is
   * nothing to do, anything else that an earlier attempt may be repeated, with its `ingestedAt`.
   */
  claim(file: Claim): Promise<FileItem>;
  /** Makes the file's objects visible to the pipeline. */
  finish(file: FileItem): Promise<void>;
  /** Records why the file could not be loaded; a finished claim stays finished. */
  fail(file: FileItem, reason: string): Promise<void>;
  /** Hides the objects of a finished claim: another version of the same file has taken its place. */
  replace(file: FileItem): Promise<void>;
  /** Records that the days of a finished claim have been raised. */
  note(file: FileItem): Promise<void>;
  /** All claims of a dataset. */
  list(dataset: string): Promise<readonly FileItem[]>;
  /** The claims of one file, by every version of gate and mapping. */
  versions(dataset: string, sha256: string): Promise<readonly FileItem[]>;
}
export type Claim = Pick<
  FileItem,
  'dataset' | 'sha256' | 'gateVersion' | 'source' | 'section' | 'key' | 'ingestedAt'
>;

const STATUSES = ['claimed', 'finished', 'failed', 'replaced'] as const;
const STATUS = { '#status': 'status' };

const keyOf = ({ dataset, sha256, gateVersion }: Claim) => ({
  pk: `file#${dataset}`,
  sk: `${sha256}#${gateVersion}`,
});

export const filesOf = (table: Table): Files => ({
  async claim(file) {
    const item: FileItem = { ...file, status: 'claimed' };
    const condition = { expression: 'attribute_not_exists(pk)' };
    if (await table.put(keyOf(file), { ...item }, condition)) return item;
    const standing = await table.get(keyOf(file));
    return standing === undefined ? item : fileOf(standing);
  },

  async finish(file) {
    await table.put(keyOf(file), { ...file, status: 'finished', reason: undefined });
  },

  async fail(file, reason) {
    await table.put(
      keyOf(file),
      { ...file, status: 'failed', reason },
      {
        expression: 'attribute_not_exists(pk) OR #status <> :finished',
        names: STATUS,
        values: { ':finished': 'finished' },
      },
    );
  },

  async replace(file) {
    await table.update(keyOf(file), {
      update: 'SET #status = :replaced',
      expression: 'attribute_exists(pk)',
      names: STATUS,
      values: { ':replaced': 'replaced' },
    });
  },

  async note(file) {
    await table.update(keyOf(file), {
      update: 'SET noted = :true',
      expression: 'attribute_exists(pk)',
      values: { ':true': true },
    });
  },

  async list(dataset) {
    return (await table.query(`file#${dataset}`)).map(fileOf);
  },

  async versions(dataset, sha256) {
    const items = await table.query(`file#${dataset}`, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :file)',
      ExpressionAttributeValues: { ':file': { S: `${sha256}#` } },
    });
    return items.map(fileOf);
  },
});

function partsOf(item: Fields): FileItem['parts'] {
  const tables = item.nested('parts');
  if (tables === undefined) return undefined;
  return Object.fromEntries(
    tables.names().map((table) => {
      const days = tables.nested(table);
      const counts = days?.names().map((day) => [day, days.number(day)] as const) ?? [];
      return [table, Object.fromEntries(counts)];
    }),
  );
}

function fileOf(item: Fields): FileItem {
  const counts = (['rows', 'received', 'accepted', 'rejected'] as const).map(
    (name) => [name, item.optionalNumber(name)] as const,
  );
  return {
    dataset: item.text('dataset'),
    sha256: item.text('sha256'),
    gateVersion: item.text('gateVersion'),
    source: item.text('source'),
    key: item.text('key'),
    // Claims made before sections were kept still have to be replaced: their key names it.
    section: item.optionalText('section') ?? item.text('key').split('/')[1],
    status: item.word('status', STATUSES),
    ingestedAt: item.optionalText('ingestedAt'),
    reason: item.optionalText('reason'),
    noted: item.flag('noted'),
    parts: partsOf(item),
    ...Object.fromEntries(counts.filter(([, count]) => count !== undefined)),
  };
}
