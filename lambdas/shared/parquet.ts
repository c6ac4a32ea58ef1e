import { parquetWriteBuffer } from 'hyparquet-writer';

/** A column as Glue declares it; values missing are null. */
export type ParquetColumn =
  | {
      readonly name: string;
      readonly type: 'string';
      readonly values: readonly (string | null)[];
    }
  | {
      readonly name: string;
      readonly type: 'bigint';
      readonly values: readonly (bigint | null)[];
    };

/** One Parquet file, snappy, all columns nullable. The same columns give the same bytes. */
export const parquetOf = (columns: readonly ParquetColumn[]): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: columns.map(({ name, type, values }) => ({
        name,
        data: [...values],
        type: type === 'string' ? ('STRING' as const) : ('INT64' as const),
        nullable: true,
      })),
    }),
  );
