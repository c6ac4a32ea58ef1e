import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { collect, type Mover } from '../../lambdas/collect-failed/collect';

const KEY = 'delivery-errors/processing-failed/2026/01/02/part';
const BYTES = Buffer.from('{"rawData":"eA=="}\n');

/** Two buckets, and a crash before the n-th call. */
function buckets(crashAt = Number.POSITIVE_INFINITY) {
  const state = { lake: new Map([[KEY, BYTES]]), archive: new Map<string, Uint8Array>(), calls: 0 };
  const step = (): void => {
    state.calls += 1;
    if (state.calls === crashAt) throw new Error('crash');
  };
  const mover: Mover = {
    read: async (key) => {
      step();
      return state.lake.get(key);
    },
    archive: async (key, bytes, sha256) => {
      step();
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('base64'));
      state.archive.set(key, bytes);
    },
    remove: async (key) => {
      step();
      state.lake.delete(key);
    },
  };
  return { state, mover };
}

describe('a failed delivery', () => {
  it('moves to the inbox of the archive, byte for byte', async () => {
    const { state, mover } = buckets();

    const bytes = await collect(mover, KEY);

    expect(bytes).toBe(BYTES.length);
    expect([...state.archive]).toEqual([['inbox/processing-failed/2026/01/02/part', BYTES]]);
    expect(state.lake.size).toBe(0);
  });

  it('moved again changes nothing', async () => {
    const { state, mover } = buckets();
    await collect(mover, KEY);

    expect(await collect(mover, KEY)).toBeUndefined();
    expect(state.archive.size).toBe(1);
  });

  it.each([1, 2, 3])('is never without a whole copy when call %i crashes', async (crashAt) => {
    const { state, mover } = buckets(crashAt);
    await expect(collect(mover, KEY)).rejects.toThrow('crash');

    expect(state.lake.size + state.archive.size).toBeGreaterThanOrEqual(1);
    await collect(mover, KEY);
    expect([state.lake.size, state.archive.size]).toEqual([0, 1]);
  });

  it('outside the error prefix is left alone', async () => {
    const { mover } = buckets();

    await expect(collect(mover, 'bronze/transactions/a.parquet')).rejects.toThrow(
      'is no failed delivery',
    );
  });
});
