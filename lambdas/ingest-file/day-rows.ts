import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { AppendFiles } from './append-files';
import { FileFault } from './faults';
import type { Limits } from './limits';
import { textLines } from './lines';

/** Rows of one table, kept on disk by partition until the whole file has been judged. */
export class DayRows {
  private readonly files: AppendFiles;

  constructor(
    folder: string,
    readonly table: string,
    private readonly limits: Pick<Limits, 'days' | 'spoolBytes' | 'partRows' | 'partBytes'>,
  ) {
    this.files = new AppendFiles(join(folder, table), limits.spoolBytes);
  }

  /** @throws FileFault when the file touches more partitions than one load may */
  add(day: string, row: string): void {
    if (!this.files.has(day) && this.files.size >= this.limits.days) {
      throw new FileFault(`touches more than ${this.limits.days} days: split it by year`);
    }
    this.files.append(day, row);
  }

  /** Parts of every day, days in order; a part's boundaries depend on the rows alone. */
  async *parts(): AsyncGenerator<{ day: string; part: number; rows: readonly string[] }> {
    const paths = [...this.files.finish()].sort(([left], [right]) => (left < right ? -1 : 1));
    for (const [day, path] of paths) {
      let part = 0;
      for await (const rows of this.cut(path)) {
        yield { day, part, rows };
        part += 1;
      }
    }
  }

  private async *cut(path: string): AsyncGenerator<readonly string[]> {
    let rows: string[] = [];
    let size = 0;
    for await (const row of textLines(createReadStream(path))) {
      rows.push(row);
      size += row.length;
      if (rows.length >= this.limits.partRows || size >= this.limits.partBytes) {
        yield rows;
        rows = [];
        size = 0;
      }
    }
    if (rows.length > 0) yield rows;
  }
}
