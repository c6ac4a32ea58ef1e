import type { WrittenFile } from './write-table';

export interface AnswerColumn {
  readonly name: string;
  /** As GetQueryResults names it: `varchar`, `decimal(18,4)`, `timestamp`. */
  readonly type: string;
}
export type AnswerRow = readonly (string | null)[];

/** Takes the rows of a query as they come. */
export interface RowSink {
  columns(columns: readonly AnswerColumn[]): void;
  rows(rows: readonly AnswerRow[]): Promise<void>;
}

/** What a statement gave. Values are text as Athena prints them. */
export interface Answer {
  readonly kind: 'query' | 'ctas' | 'utility';
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly AnswerRow[];
  /** Objects that a CTAS wrote. */
  readonly files: readonly WrittenFile[];
  readonly rowsWritten: number;
  readonly bytesScanned: number;
}

export const NOTHING: Answer = {
  kind: 'utility',
  columns: [],
  rows: [],
  files: [],
  rowsWritten: 0,
  bytesScanned: 0,
};
