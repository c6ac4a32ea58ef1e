import { create, type Store } from 'dynalite/db/index.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withValueBatches } from '../../local/dynamodb/value-batches';
import { removeFolder, temporaryFolder } from './assembly';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = temporaryFolder();
  store = create({ path: folder, createTableMs: 0 });
  for (let at = 0; at < 1500; at += 1) {
    await new Promise((done) => store.tableDb.put(String(at).padStart(4, '0'), { at }, done));
  }
});
afterEach(async () => {
  await new Promise((done) => store.db.close(done));
  removeFolder(folder);
});

describe('the values of a query', () => {
  it('come in order, all of the range, and leave nothing open', async () => {
    const opened = vi.spyOn(store.db, 'values');
    withValueBatches(store);
    const stream = store.db.createValueStream({ gte: 'table~0100', lt: 'table~1400' });
    const read: unknown[] = [];
    stream.on('data', (value) => read.push(value));
    await new Promise((closed) => stream.on('close', closed));

    expect(read).toEqual(Array.from({ length: 1300 }, (_, at) => ({ at: at + 100 })));
    const iterator = opened.mock.results[0]?.value as ReturnType<Store['db']['values']>;
    await expect(iterator.nextv(1)).rejects.toThrow('not open');
  });

  it('are no more than the limit', async () => {
    withValueBatches(store);
    const stream = store.db.createValueStream({ gte: 'table~', limit: 3 });

    expect(await stream.toArray()).toEqual([{ at: 0 }, { at: 1 }, { at: 2 }]);
  });
});
