/** What is soon over is noticed at once, and what takes long is not asked for more than needed. */
const SHARE = 4;

/**
 * How long to pause before the next look at something that others work on.
 * @param waitedMs since it began
 * @returns milliseconds
 */
export function nextLookMs({ laptop }: { readonly laptop: boolean }, waitedMs: number): number {
  const [shortest, longest] = laptop ? [50, 1000] : [500, 2000];
  return Math.min(longest, Math.max(shortest, waitedMs / SHARE));
}
