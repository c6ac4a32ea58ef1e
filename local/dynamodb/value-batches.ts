import { Readable } from 'node:stream';
import type { Store } from 'dynalite/db/index.js';

const BATCH = 1000;
/** An answer of Query holds 1 MiB at most. */
const BATCH_BYTES = 1024 * 1024;

/**
 * A query's values come in batches, and its iterator is closed. dynalite asks for them one by one, which is slower, and
 * leaves the iterator open: LevelDB then keeps every file that it could still read.
 */
export function withValueBatches({ db }: Store): void {
  db.createValueStream = (range) => {
    const values = db.values({ ...range, highWaterMarkBytes: BATCH_BYTES });
    return new Readable({
      objectMode: true,
      read() {
        values.nextv(BATCH).then(
          (batch) => {
            for (const value of batch) this.push(value);
            if (batch.length === 0) this.push(null);
          },
          (error: Error) => this.destroy(error),
        );
      },
      destroy(error, done) {
        values.close().then(() => done(error), done);
      },
    });
  };
}
