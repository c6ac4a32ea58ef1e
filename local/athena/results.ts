import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { once } from 'node:events';
import type { ObjectStore } from '../s3/store';
import { csvLine, readCsv } from './csv';
import type { AnswerColumn, AnswerRow, RowSink } from './answer';
import type { WrittenFile } from './write-table';

/** What GetQueryResults shows. */
export interface ResultSet {
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly AnswerRow[];
}

export const bucketAndKey = (uri: string): readonly [string, string] => {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  return [bucket, key];
};

/** Where an object or a folder (`s3://…/`) lies on disk. */
export function diskPath(objects: ObjectStore, uri: string): string {
  const [bucket, key] = bucketAndKey(uri);
  const isFolder = key === '' || key.endsWith('/');
  return isFolder ? `${dirname(objects.pathOf(bucket, `${key}_`))}/` : objects.pathOf(bucket, key);
}

/**
 * Result files in the output location. As Athena's: `<id>.csv` with every value in quotes and NULL empty. The
 * columns' types lie beside it in `<id>.csv.metadata`, as JSON and not in Athena's own format.
 */
export class ResultFiles {
  private readonly recent = new Map<string, ResultSet>();

  constructor(private readonly objects: ObjectStore) {}

  /** Writes a query's rows as they come; the file appears whole or not at all. */
  writer(uri: string): RowSink & { finish(): Promise<void>; discard(): Promise<void> } {
    const [bucket, key] = bucketAndKey(uri);
    const path = this.objects.pathOf(bucket, key);
    let columns: readonly AnswerColumn[] = [];
    let stream: WriteStream | undefined;
    const open = async (): Promise<WriteStream> => {
      if (stream !== undefined) return stream;
      await mkdir(dirname(path), { recursive: true });
      stream = createWriteStream(`${path}.writing`);
      stream.write(csvLine(columns.map(({ name }) => name)));
      return stream;
    };
    const close = async (): Promise<void> => {
      const opened = await open();
      opened.end();
      if (!opened.closed) await once(opened, 'close');
    };
    return {
      columns: (list) => {
        columns = list;
      },
      rows: async (rows) => {
        const opened = await open();
        if (!opened.write(rows.map(csvLine).join(''))) await once(opened, 'drain');
      },
      finish: async () => {
        await close();
        await rename(`${path}.writing`, path);
        await this.objects.put(bucket, `${key}.metadata`, JSON.stringify(columns));
        await this.objects.noteWritten(bucket, [key]);
      },
      discard: async () => {
        if (stream === undefined) return;
        await close();
        await rm(`${path}.writing`, { force: true });
      },
    };
  }

  /** One object per line, as Athena's data manifest. */
  async writeManifest(uri: string, files: readonly WrittenFile[]): Promise<void> {
    const [bucket, key] = bucketAndKey(uri);
    await this.objects.put(bucket, key, files.map((file) => `${file.uri}\n`).join(''));
  }

  async read(uri: string): Promise<ResultSet> {
    const known = this.recent.get(uri);
    if (known !== undefined) return known;
    const [bucket, key] = bucketAndKey(uri);
    const columns: unknown = JSON.parse(
      (await this.objects.get(bucket, `${key}.metadata`)).toString(),
    );
    const [, ...rows] = readCsv(await readFile(this.objects.pathOf(bucket, key), 'utf8'));
    const result = { columns: columnsOf(columns), rows };
    this.recent.set(uri, result);
    const oldest = this.recent.keys().next();
    if (this.recent.size > 2 && oldest.done !== true) this.recent.delete(oldest.value);
    return result;
  }
}

/** The columns that lie beside a result, as `writer` wrote them. */
export const columnsOf = (list: unknown): readonly AnswerColumn[] =>
  Array.isArray(list)
    ? list.map((column: unknown) => ({
        name: String(Reflect.get(Object(column), 'name')),
        type: String(Reflect.get(Object(column), 'type')),
      }))
    : [];
