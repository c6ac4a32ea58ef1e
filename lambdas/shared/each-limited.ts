/**
 * Runs `work` over all items, at most `limit` at a time, and answers the results in the order of the
 * items. After a fault nothing more is started.
 */
export async function eachLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  const waiting = items.entries();
  const state = { failed: false };
  const lane = async (): Promise<void> => {
    for (const [position, item] of waiting) {
      if (state.failed) return;
      try {
        results[position] = await work(item);
      } catch (error) {
        state.failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}
